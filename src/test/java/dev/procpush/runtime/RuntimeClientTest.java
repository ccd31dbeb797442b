// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.discovery.Inspection;
import dev.procpush.linux.RootFiles;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RuntimeClientTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path rootfs;

  @Test
  void asksForFewOneByOne() throws Exception {
    try (FakeRuntime docker = runtime("docker", RuntimeClientTest::known);
        RuntimeClient client = client(Duration.ofMillis(10), "docker")) {
      List<Inspection> questions = ask(client, 3);
      client.await(LONG);
      assertThat(questions)
          .allSatisfy(
              question ->
                  assertThat(Objects.requireNonNull(question.answer()).name())
                      .isEqualTo("name-" + question.id().substring(60)));
      assertThat(docker.requestLines())
          .hasSize(3)
          .noneMatch(line -> line.contains("/containers/json"));
      assertThat(client.notices()).isEmpty();
    }
  }

  @Test
  void listsMany() throws Exception {
    try (FakeRuntime docker = runtime("docker", RuntimeClientTest::known);
        RuntimeClient client = client(Duration.ofMillis(10), "docker")) {
      List<Inspection> questions = ask(client, 300);
      Inspection unknown = client.inspect("f".repeat(64));
      client.await(LONG);
      assertThat(questions).allSatisfy(question -> assertThat(question.answer()).isNotNull());
      assertThat(unknown.isSettled()).isTrue();
      assertThat(unknown.answer()).isNull();
      // those of which the list has no image's name are asked for, one by one
      assertThat(docker.requestLines()).startsWith("GET /containers/json HTTP/1.1").hasSize(1 + 30);
    }
  }

  /// A list beyond all bounds is not what names are lost by.
  @Test
  void asksOneByOneWhereTheListIsTooLarge() throws Exception {
    try (FakeRuntime docker =
            runtime(
                "docker",
                (line, out) -> {
                  if (line.contains("/containers/json")) {
                    FakeRuntime.json("[" + " ".repeat(5 << 20) + "]").answer(line, out);
                  } else {
                    known(line, out);
                  }
                });
        RuntimeClient client = client(Duration.ofMillis(10), "docker")) {
      List<Inspection> questions = ask(client, 20);
      client.await(LONG);
      assertThat(questions).allSatisfy(question -> assertThat(question.answer()).isNotNull());
      assertThat(docker.requests).hasSize(1 + 20);
    }
  }

  @Test
  void neverWaits() throws Exception {
    try (FakeRuntime _ = runtime("docker", (line, out) -> Thread.sleep(LONG));
        RuntimeClient client = client(Duration.ofMillis(10), "docker")) {
      List<Inspection> questions = ask(client, 1_000);
      assertThat(questions).noneMatch(Inspection::isSettled);
    }
  }

  @Test
  void leavesAloneWhatFailsAndAsksAgain() throws Exception {
    try (FakeRuntime docker = runtime("docker", (line, out) -> out.write(1));
        RuntimeClient client = client(Duration.ofMillis(500), "docker")) {
      Inspection question = client.inspect(id(1));
      client.await(LONG);
      client.await(LONG);
      client.await(LONG);
      assertThat(docker.requests).hasSize(1);
      assertThat(question.isSettled()).isFalse();
      assertThat(client.notices())
          .singleElement()
          .asString()
          .startsWith("container runtime at /run/docker.sock: no answer");
      docker.behave(RuntimeClientTest::known);
      until(question::isSettled);
      assertThat(Objects.requireNonNull(question.answer()).name()).isEqualTo("name-0001");
      until(() -> client.notices().isEmpty());
    }
  }

  /// One container that the runtime chokes on costs the others nothing for long.
  @Test
  void givesUpOnAnswersThatNeverCome() throws Exception {
    try (FakeRuntime docker =
            runtime(
                "docker",
                (line, out) -> {
                  if (line.contains(id(1))) {
                    out.write(1);
                  } else {
                    known(line, out);
                  }
                });
        RuntimeClient client = client(Duration.ofMillis(1), "docker")) {
      List<Inspection> questions = ask(client, 5);
      until(() -> questions.stream().allMatch(Inspection::isSettled));
      assertThat(questions.get(1).answer()).isNull();
      assertThat(questions.stream().filter(question -> question.answer() != null)).hasSize(4);
      assertThat(docker.requestLines().stream().filter(line -> line.contains(id(1)))).hasSize(3);
    }
  }

  @Test
  void asksAllRuntimes() throws Exception {
    try (FakeRuntime _ =
            runtime(
                "docker", (line, out) -> out.write(FakeRuntime.response("404 Not Found", "{}")));
        FakeRuntime _ = runtime("podman", RuntimeClientTest::known);
        RuntimeClient client = client(Duration.ofMillis(10), "docker", "podman")) {
      Inspection question = client.inspect(id(1));
      client.await(LONG);
      assertThat(question.answer()).isNotNull();
    }
  }

  @Test
  void keepsWhatOneThatIsAwayMightKnow() throws Exception {
    try (FakeRuntime _ =
            runtime(
                "docker", (line, out) -> out.write(FakeRuntime.response("404 Not Found", "{}")));
        RuntimeClient client = client(Duration.ofMillis(20), "docker", "podman")) {
      Inspection question = client.inspect(id(1));
      client.await(LONG);
      assertThat(question.isSettled()).isFalse();
      assertThat(client.notices()).singleElement().asString().contains("/run/podman.sock: ENOENT");
      try (FakeRuntime _ = runtime("podman", RuntimeClientTest::known)) {
        until(question::isSettled);
        assertThat(question.answer()).isNotNull();
      }
    }
  }

  @Test
  void boundsWhatWaits() throws Exception {
    try (RuntimeClient client = client(LONG, "docker")) {
      List<Inspection> questions = ask(client, 10_001);
      client.await(LONG);
      assertThat(questions.stream().filter(Inspection::isSettled)).hasSize(1);
    }
  }

  @Test
  void endsWithItsThread() throws Exception {
    try (FakeRuntime _ = runtime("docker", (line, out) -> Thread.sleep(LONG))) {
      RuntimeClient client = client(Duration.ofMillis(10), "docker");
      client.inspect(id(1));
      client.await(Duration.ofMillis(100));
      client.close();
      until(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().equals("procpush-runtime-api")));
      client.inspect(id(2)); // is no failure
    }
  }

  private static List<Inspection> ask(RuntimeClient client, int count) {
    List<Inspection> questions = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> questions.add(client.inspect(id(i))));
    return questions;
  }

  private RuntimeClient client(Duration pause, String... names) {
    return RuntimeClient.start(
        RootFiles.under(rootfs.toString()),
        List.of(names).stream().map(name -> "/run/" + name + ".sock").toList(),
        _ -> false,
        Duration.ofSeconds(20),
        pause,
        LONG);
  }

  private FakeRuntime runtime(String name, FakeRuntime.Behaviour behaviour) throws Exception {
    return new FakeRuntime(rootfs.resolve("run/" + name + ".sock"), behaviour);
  }

  /// A runtime with 300 containers, of which every tenth has an image that has lost its name.
  private static void known(String line, OutputStream out) throws Exception {
    String body;
    if (line.startsWith("GET /containers/json ")) {
      body =
          IntStream.range(0, 300)
              .mapToObj(
                  i ->
                      "{\"Id\":\"%s\",\"Names\":[\"/name-%s\"],\"Image\":\"%s\",\"ImageID\":\"sha256:ab\"}"
                          .formatted(id(i), id(i).substring(60), i % 10 == 0 ? "ab" : "web"))
              .collect(Collectors.joining(",", "[", "]"));
    } else {
      String id = line.split("/", -1)[2];
      body = "{\"Id\":\"%s\",\"Name\":\"/name-%s\"}".formatted(id, id.substring(60));
    }
    out.write(FakeRuntime.response("200 OK", body));
  }

  private static String id(int number) {
    return "%064x".formatted(number);
  }

  private interface Condition {
    boolean holds();
  }

  private static void until(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
