// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A procfs that is broken, hidden or not there: said in one clear line, and never a reason to end
/// or to harm what can be read.
@Timeout(120)
final class BadInputIT {

  private static final Path CAPTURED =
      Path.of("src/test/fixtures/captured/debian12-docker20-cgroup1").toAbsolutePath();

  /// A namespace of one process, with `lo`, `tap-a` and `tap-b`.
  private static final String VICTIM = "19608";

  /// The owner of the only other namespace with series of its own.
  private static final String CONTAINER =
      "d9e2836633098ae7c57c59b179f84bac629058b12b72fe709683ca3259e39d11";

  private static final String VICTIMS_INODE = "4026532298";
  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  @TempDir private Path folder;

  @BeforeEach
  void letEverybodyIn() throws IOException {
    PublicCopy.open(folder);
  }

  static Stream<Arguments> malformed() {
    String good = "   lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
    return Stream.of(
        Arguments.argumentSet("cut off in a number's place", HEADER + good + " tap-a: 1 2 3", 4),
        Arguments.argumentSet("cut off in the header", "Inter-|   Rec", 1),
        Arguments.argumentSet("empty", "", 1),
        Arguments.argumentSet("no number", HEADER + good.replace(" 8 ", " -8 ") + good, 3),
        Arguments.argumentSet(
            "too large", HEADER + good + good.replace(" 16", " 1" + "0".repeat(20)), 4),
        Arguments.argumentSet("not text", "\0\1\33[2J\377\n".repeat(999), 2));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void leavesOutWhatIsMalformedAndThatAlone(String netDev, int line) throws IOException {
    PublicCopy.of(CAPTURED, folder);
    Collected intact = Collected.parse(once().output());
    Path file = folder.resolve("proc/" + VICTIM + "/net/dev");
    Files.write(file, netDev.getBytes(StandardCharsets.ISO_8859_1));
    Ended once = once();

    assertThat(once.exitCode()).isZero();
    assertThat(once.complaints("net/dev:"))
        .singleElement()
        .asString()
        .contains("/proc/" + VICTIM, "net/dev:" + line + ": ")
        .matches("[ -~]*");
    Collected collected = Collected.parse(once.output());
    assertThat(victims(intact)).hasSize(2 * 16);
    assertThat(victims(collected)).isEmpty();
    Set<Point> others = network(intact);
    others.removeAll(victims(intact));
    assertThat(network(collected)).isEqualTo(others).hasSizeGreaterThan(5 * 16);
    assertThat(collected.named("procpush.collector.errors"))
        .filteredOn(point -> point.attribute("error.type").equals("malformed"))
        .extracting(Point::number)
        .containsExactly(1L);
  }

  @Test
  void forgetsANamespaceThatHasNoFileAnyMore() throws IOException {
    PublicCopy.of(CAPTURED, folder);
    Files.delete(folder.resolve("proc/" + VICTIM + "/net/dev"));

    Ended once = once();

    assertThat(once.exitCode()).isZero();
    assertThat(once.errors()).doesNotContain("net/dev");
    assertThat(victims(Collected.parse(once.output()))).isEmpty();
    assertThat(Collected.parse(once.output()).host()).isNotEmpty();
  }

  @Test
  void tellsAScriptThatTheHostIsNotSeen() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Ended once = Procpush.run("once", "--log.level=error", "--path.procfs=" + empty);

    assertThat(once.exitCode()).isEqualTo(1);
    assertThat(once.output()).contains("procpush.info").doesNotContain("system.");
    assertThat(once.errors())
        .startsWith("procpush: nothing of the host: ")
        .contains(empty + "/1", "mount the host's /proc there")
        .hasLineCount(1);
  }

  @Test
  void saysThatNothingIsLeftToBeSent() {
    Ended once = Procpush.run("once", "--metrics.exclude=.");

    assertThat(once.exitCode()).isZero();
    assertThat(once.complaints("metrics.exclude leaves out every metric")).hasSize(1);
  }

  /// In a mount namespace of its own, which ends with it.
  @Test
  @RequiresRoot
  void saysThatProcessesAreHiddenAndHowToSeeThem() throws IOException {
    Path procfs = Files.createDirectory(folder.resolve("proc"));
    Path program = Files.createDirectory(folder.resolve("program"));
    PublicCopy.ofProgram(program);
    String mount = "mount -t proc -o hidepid=2 proc " + procfs + " && \"$@\"";
    List<String> line =
        Stream.of(
                Stream.of("unshare", "--mount", "--pid", "--fork", "--kill-child"),
                Stream.of("sh", "-c", mount, "sh"),
                Stream.of("setpriv", "--reuid=65532", "--regid=65532", "--clear-groups"),
                Procpush.commandLine(
                    program, "once", "--format", "otlp-json", "--path.procfs=" + procfs)
                    .stream())
            .flatMap(part -> part)
            .toList();
    Ended once = Ended.run(Procpush.process(Map.of(), line).directory(folder.toFile()));

    assertThat(once.exitCode()).as(once.errors()).isEqualTo(1);
    assertThat(once.complaints("hidepid"))
        .singleElement()
        .asString()
        .contains(procfs.toString(), "CAP_SYS_PTRACE", "without hidepid");
    Collected collected = Collected.parse(once.output());
    assertThat(collected.named("system.")).isEmpty();
    assertThat(collected.named("procpush.info")).hasSize(1);
  }

  /// Docker itself refuses such a name, but the agent only sees a file that somebody wrote.
  @Test
  void showsAHostileNameHarmlesslyInEveryForm() throws IOException {
    PublicCopy.of(CAPTURED, folder);
    String name = "a\"b\\\\c\n\33[31m\u202e\u0085}" + "x".repeat(10_000);
    Path state =
        Files.createDirectories(folder.resolve("var/lib/docker/containers/" + CONTAINER))
            .resolve("config.v2.json");
    Files.writeString(
        state,
        "{\"ID\": \"%s\", \"Name\": \"/%s\"}"
            .formatted(
                CONTAINER,
                name.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n")
                    .replace("\33", "\\u001b")));
    for (String format : List.of("text", "prometheus")) {
      assertHarmless(Procpush.run("once", "--format", format, procfs(), rootfs()));
    }
    assertHarmless(Procpush.run("namespaces", procfs(), rootfs()));
    assertHarmless(once());

    List<Point> points =
        Collected.parse(once().output())
            .network("container", "container.id", CONTAINER.substring(0, 12));
    assertThat(points)
        .hasSize(16)
        .allSatisfy(
            point ->
                assertThat(point.attribute("container.name"))
                    .hasSizeBetween(100, 1024)
                    .satisfies(
                        known -> assertThat(name).startsWith(known.replaceAll("x*…?$", ""))));
  }

  private static void assertHarmless(Ended ended) {
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output() + ended.errors())
        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}&&[^\n]]")
        .doesNotContain("\u0085", "\u202e");
  }

  @Test
  void endsOnWhatItDoesNotUnderstand() {
    for (String argument :
        Arrays.asList(
            "--no.such=1",
            "--series.max=many",
            "--interfaces.exclude=(",
            "--path.procfs=/nowhere")) {
      Ended once = Procpush.run("once", argument);

      assertThat(once.exitCode()).isEqualTo(2);
      assertThat(once.output()).isEmpty();
      assertThat(once.errors().lines().findFirst().orElse(""))
          .contains(argument.substring(0, argument.indexOf('=')));
      assertThat(once.errors()).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nfs.client.net.count|acme.b|names that begin with 'nfs' are the agent's",
        "system.network.io|acme.b|names that begin with 'system' are the agent's",
        "container.network.io|acme.b|names that begin with 'container' are the agent's",
        "netns.network.io|acme.b|names that begin with 'netns' are the agent's",
        "NFS.client.net.count|acme.b|not a name of a metric",
        "acme.a|acme.a|the same as in line 2",
        "acme.a|acme.a.total|are the same in Prometheus: acme_a_total",
        "acme.a|target_info|are the same in Prometheus: target_info",
      })
  void endsWhereTwoMetricsHaveOneName(String one, String other, String why) throws IOException {
    String type = other.equals("target_info") ? "gauge" : "counter";
    Path config =
        Files.writeString(
            folder.resolve("procpush.yaml"),
            """
            proc_metrics:
              - {name: %s, file: proc/net/x, type: %s}
              - {name: %s, file: proc/net/y, type: %s, description: Another}
            """
                .formatted(one, type, other, type));
    for (String command : List.of("once", "run")) {
      Ended ended = Procpush.run(command, "--config=" + config);

      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.output()).isEmpty();
      assertThat(ended.errors()).contains("proc_metrics: ", why).hasLineCount(1);
    }
  }

  private Ended once() {
    return Procpush.run("once", "--format", "otlp-json", procfs(), rootfs());
  }

  private String procfs() {
    return "--path.procfs=" + folder.resolve("proc");
  }

  private String rootfs() {
    return "--path.rootfs=" + folder;
  }

  private static List<Point> victims(Collected collected) {
    return collected.network("netns", "netns.inode", VICTIMS_INODE);
  }

  private static Set<Point> network(Collected collected) {
    return collected.points().stream()
        .filter(point -> point.name().contains(".network."))
        .collect(Collectors.toSet());
  }
}
