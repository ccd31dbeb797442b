// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.discovery.InspectedContainer;
import dev.procpush.linux.RootFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each test that does not answer takes the deadline, and none takes longer than its bound.
@Timeout(60)
final class RuntimeRequestsTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String INSPECTED =
      """
      {"Id": "%s", "Name": "/web", "Image": "sha256:feed",
       "Config": {"Env": ["SECRET=1"], "Image": "nginx:1.27", "Labels": {"a": "1", "b": "2"}}}
      """
          .formatted(ID);
  private static final Duration DEADLINE = Duration.ofMillis(700);

  @TempDir Path rootfs;

  @Test
  void reads() throws Exception {
    try (FakeRuntime runtime = runtime(FakeRuntime.json(INSPECTED))) {
      assertThat(requests().inspect(ID))
          .isEqualTo(
              new InspectedContainer(ID, "web", "nginx:1.27", "sha256:feed", Map.of("a", "1")));
      assertThat(runtime.requests).hasSize(1);
      assertThat(runtime.requests.getFirst())
          .startsWith("GET /containers/" + ID + "/json HTTP/1.1\n")
          .contains("Host: localhost\n");
    }
  }

  @Test
  void readsChunks() throws Exception {
    try (FakeRuntime runtime =
        runtime(
            (line, out) -> {
              out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
              for (byte b : INSPECTED.getBytes(US_ASCII)) {
                out.write(ascii("1;any=thing\r\n"));
                out.write(b);
                out.write(ascii("\r\n"));
              }
              out.write(ascii("0\r\n\r\n"));
            })) {
      assertThat(requests().inspect(ID)).isNotNull();
      assertThat(runtime.requests).hasSize(1);
    }
  }

  @Test
  void knowsNothingOfAContainerThatIsNotThere() throws Exception {
    try (FakeRuntime runtime =
        runtime((line, out) -> out.write(FakeRuntime.response("404 Not Found", "{}")))) {
      assertThat(requests().inspect(ID)).isNull();
      assertThat(runtime.requests).hasSize(1);
    }
  }

  /// A short id is looked up as a name as well.
  @Test
  void doesNotTakeAnotherContainer() throws Exception {
    try (FakeRuntime _ = runtime(FakeRuntime.json(INSPECTED))) {
      assertThat(requests().inspect(ID.substring(0, 12))).isNull();
    }
  }

  @Test
  void sendsNothingButAnId() throws Exception {
    try (FakeRuntime runtime = runtime(FakeRuntime.json(INSPECTED))) {
      for (String id :
          List.of("", "..", "web", "../../images", ID + "/start", ID.toUpperCase(Locale.ROOT))) {
        assertThat(requests().inspect(id)).isNull();
      }
      assertThat(runtime.requests).isEmpty();
    }
  }

  @Test
  void doesNotWaitForOneThatHangs() throws Exception {
    try (FakeRuntime _ = runtime((line, out) -> Thread.sleep(Duration.ofMinutes(1)))) {
      assertFails("no answer within 700 ms");
    }
  }

  @Test
  void doesNotWaitForOneThatDrips() throws Exception {
    try (FakeRuntime _ = runtime((line, out) -> drip(ascii("HTTP/1.1 200 OK\r\n\r\n"), out))) {
      assertFails("no answer within 700 ms");
    }
    try (FakeRuntime _ =
        runtime(
            (line, out) -> {
              out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
              drip(ascii(" ".repeat(1_000)), out);
            })) {
      assertFails("no answer within 700 ms");
    }
  }

  @Test
  void takesNoGigabyte() throws Exception {
    for (String start :
        List.of(
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n\"",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
            "HTTP/1.1 200 OK\r\nX: ",
            "HTTP/1.1 404 Not Found\r\n\r\n",
            "")) {
      try (FakeRuntime runtime = runtime((line, out) -> flood(ascii(start), out))) {
        try {
          assertThat(requests().inspect(ID)).isNull();
        } catch (RuntimeFailure expected) {
          assertThat(expected.getMessage()).isNotEmpty();
        }
        assertThat(runtime.sent.get()).as(start).isLessThan(2L * RuntimeRequests.MAX_BYTES);
      }
    }
  }

  @Test
  void takesNothingButTheAnswerExpected() throws Exception {
    for (String body :
        List.of(
            "",
            "null",
            "[]",
            "{}",
            "{\"Id\": \"" + ID + "\"}",
            "{\"Id\": \"" + ID + "\", \"Name\": \"/x\"",
            "{\"Id\": 1, \"Name\": {\"a\": []}}",
            "<html></html>",
            "\0\1\2\uffff",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "{\"" + "a".repeat(100_000) + "\": 1}")) {
      try (FakeRuntime _ = runtime(FakeRuntime.json(body))) {
        assertFails("not that of Docker's API");
      }
    }
  }

  @Test
  void takesNoHalfAnswer() throws Exception {
    for (String answer :
        List.of(
            "",
            "HTTP/1.1 200 OK",
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Id\"",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{",
            "SSH-2.0-OpenSSH_9.2\r\n",
            "HTTP/1.1 99999 \r\n\r\n")) {
      try (FakeRuntime _ = runtime((line, out) -> out.write(ascii(answer)))) {
        assertFails("");
      }
    }
  }

  @Test
  void goesNowhereElse() throws Exception {
    for (String status : List.of("301 Moved", "302 Found", "307 Temporary", "308 Permanent")) {
      try (FakeRuntime runtime =
          runtime(
              (line, out) ->
                  out.write(
                      ascii(
                          "HTTP/1.1 "
                              + status
                              + "\r\nLocation: /images/json\r\nContent-Length: 0\r\n\r\n")))) {
        assertFails("HTTP status 30");
        assertThat(runtime.requests).hasSize(1);
      }
    }
    for (String status :
        List.of("400 Bad", "401 No", "408 Late", "421 Misdirected", "500 Oh", "503 Busy")) {
      try (FakeRuntime runtime =
          runtime(
              (line, out) ->
                  out.write(
                      ascii(
                          "HTTP/1.1 "
                              + status
                              + "\r\n"
                              + "Retry-After: 0\r\n"
                              + "WWW-Authenticate: Basic\r\n"
                              + "Content-Length: 0\r\n\r\n")))) {
        assertFails("HTTP status");
        // OkHttp asks once more where it may do so at once
        assertThat(runtime.requests).as(status).hasSize(status.startsWith("503") ? 2 : 1);
      }
    }
  }

  @Test
  void saysWhatIsWrongWithThePath() throws Exception {
    assertFails("ENOENT: is the runtime running");
    Files.createDirectories(rootfs.resolve("run"));
    Files.writeString(rootfs.resolve("run/docker.sock"), "");
    assertFails("ENOTSOCK: this is no Unix socket");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    Path socket = Files.createDirectories(rootfs.resolve("run")).resolve("docker.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    assertFails("nobody listens there");
  }

  /// The link leads to a socket that is there, outside.
  @Test
  void followsNoLinkOutOfTheRoot(@TempDir Path outside) throws Exception {
    Path socket = outside.resolve("real.sock");
    try (FakeRuntime runtime = new FakeRuntime(socket, FakeRuntime.json(INSPECTED))) {
      Files.createDirectories(rootfs.resolve("run"));
      Files.createSymbolicLink(rootfs.resolve("run/docker.sock"), socket);
      assertFails("ENOENT");
      Files.delete(rootfs.resolve("run/docker.sock"));
      String up = "../".repeat(30) + socket.toString().substring(1);
      Files.createSymbolicLink(rootfs.resolve("run/docker.sock"), Path.of(up));
      assertFails("ENOENT");
      assertThat(runtime.requests).isEmpty();
    }
  }

  @Test
  void followsLinksAsTheHostSeesThem() throws Exception {
    try (FakeRuntime _ =
        new FakeRuntime(rootfs.resolve("real/docker.sock"), FakeRuntime.json(INSPECTED))) {
      Files.createSymbolicLink(rootfs.resolve("run"), Path.of("/real"));
      assertThat(requests().inspect(ID)).isNotNull();
    }
  }

  @Test
  void doesNotWaitForAFullQueue() throws Exception {
    Files.createDirectories(rootfs.resolve("run"));
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(rootfs.resolve("run/docker.sock"));
    List<SocketChannel> queued = new ArrayList<>();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address, 1);
      boolean full = false;
      while (!full && queued.size() < 100) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        queued.add(channel);
        channel.configureBlocking(false);
        try {
          full = !channel.connect(address);
        } catch (IOException e) {
          full = true;
        }
      }
      assertThat(full).isTrue();
      assertFails("no");
    } finally {
      for (SocketChannel channel : queued) {
        channel.close();
      }
    }
  }

  @Test
  void leavesNoDescriptorBehind() throws Exception {
    long before = descriptors();
    RuntimeRequests requests = requests();
    try (FakeRuntime runtime = runtime(FakeRuntime.json(INSPECTED))) {
      for (int i = 0; i < 50; i++) {
        assertThat(requests.inspect(ID)).isNotNull();
      }
      runtime.behave((line, out) -> out.write(ascii("nonsense")));
      for (int i = 0; i < 50; i++) {
        assertFails("");
      }
    }
    for (int i = 0; i < 50; i++) {
      assertFails("no");
    }
    assertThat(descriptors()).isLessThan(before + 40); // the other side closes when it likes
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void tellsTheGroupThatMayConnect() {
    assertThat(RuntimeFailure.denied(0, 998, 0660))
        .hasMessage(
            "EACCES: it belongs to uid 0 and gid 998 (0660): run as that uid, or in that group"
                + " (docker run --group-add 998)");
    assertThat(RuntimeFailure.denied(1000, -2, 0700))
        .hasMessage("EACCES: it belongs to uid 1000 and gid 4294967294 (0700): run as that uid");
  }

  private void assertFails(String message) {
    assertThatExceptionOfType(RuntimeFailure.class)
        .isThrownBy(() -> requests().inspect(ID))
        .withMessageContaining(message);
  }

  private FakeRuntime runtime(FakeRuntime.Behaviour behaviour) throws Exception {
    Files.deleteIfExists(rootfs.resolve("run/docker.sock"));
    return new FakeRuntime(rootfs.resolve("run/docker.sock"), behaviour);
  }

  private RuntimeRequests requests() {
    return new RuntimeRequests(
        RootFiles.under(rootfs.toString()), "/run/docker.sock", DEADLINE, "a"::equals);
  }

  private static void drip(byte[] bytes, OutputStream out) throws Exception {
    for (byte b : bytes) {
      out.write(b);
      Thread.sleep(200);
    }
  }

  private static void flood(byte[] start, OutputStream out) throws Exception {
    out.write(start);
    byte[] chunk = "x".repeat(64 * 1024).getBytes(UTF_8);
    for (int i = 0; i < 1_000_000_000 / chunk.length; i++) {
      out.write(chunk);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
