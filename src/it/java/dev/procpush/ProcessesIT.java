// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.ContainerWithProcesses.bytes;
import static dev.procpush.ContainerWithProcesses.seconds;
import static dev.procpush.ContainerWithProcesses.shell;
import static dev.procpush.ContainerWithProcesses.stat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Metrics of single processes against what `sed`, `awk` and the shell read of the same files.
@RequiresDocker
@RequiresRoot
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProcessesIT {
  private static final double EXACTLY = 1e-9;

  private ContainerWithProcesses container;
  private String[] options;

  @BeforeAll
  void start() throws IOException {
    String own = Long.toString(ProcessHandle.current().pid(), 36);
    container = ContainerWithProcesses.start("procpush-it-processes-" + own);
    options =
        new String[] {
          "--processes.collect=containers",
          "--metrics.include=^process\\.",
          "--containers.include=^(" + container.name() + "|" + container.id() + ")$"
        };
  }

  @AfterAll
  void stop() {
    container.close();
  }

  @Test
  void tellsWhatTheKernelCounts() throws IOException {
    List<Point> points = Procpush.once(options).named("process.");

    assertThat(points).allMatch(point -> point.attribute("container.id").equals(shortId()));
    assertThat(names(points))
        .contains(ContainerWithProcesses.WORKER, ContainerWithProcesses.HOLDER, "sh", "sleep");
    for (int pid : List.of(container.worker(), container.holder())) {
      assertCpu(points, pid);
      assertMemory(points, pid);
      assertThat(value(points, "process.thread.count", pid, "")).isEqualTo(stat(pid, 20));
      assertThat(value(points, "process.paging.faults", pid, "minor")).isEqualTo(stat(pid, 10));
      assertThat(value(points, "process.paging.faults", pid, "major")).isEqualTo(stat(pid, 12));
      assertThat(value(points, "process.context_switches", pid, "voluntary"))
          .isEqualTo(key(pid, "status", "voluntary_ctxt_switches"));
      assertThat(value(points, "process.disk.io", pid, "read"))
          .isEqualTo(key(pid, "io", "read_bytes"));
      assertThat(value(points, "process.unix.file_descriptor.count", pid, ""))
          .isEqualTo(Double.parseDouble(shell("ls /proc/" + pid + "/fd | wc -l")));
    }
    assertThat(value(points, "process.unix.file_descriptor.count", container.worker(), ""))
        .as("standard input and output, and two files")
        .isEqualTo(5);
    assertThat(value(points, "process.memory.usage", container.holder(), ""))
        .isBetween((double) ContainerWithProcesses.HELD, 4.0 * ContainerWithProcesses.HELD);
    assertThat(value(points, "process.cpu.time", container.worker(), "user")).isPositive();
    assertThat(value(points, "process.children.cpu.time", container.worker(), "system"))
        .isPositive();
  }

  @Test
  void tellsHowLongAProcessHasBeenThere() throws IOException {
    double before = age();
    List<Point> points = Procpush.once(options).named("process.uptime");
    double after = age();

    assertThat(value(points, "process.uptime", container.worker(), "")).isBetween(before, after);
  }

  /// The holder of memory has worked as well, but less.
  @Test
  void tellsOfTheBusiestAlone() throws IOException {
    List<Point> points = once("--processes.top=1").named("process.cpu.time");

    assertThat(points)
        .hasSize(2)
        .allMatch(point -> point.attribute("process.pid").equals("" + container.worker()));
  }

  @Test
  void choosesByName() throws IOException {
    assertThat(names(once("--processes.include=\\(odd\\)").named("process.")))
        .containsOnly(ContainerWithProcesses.WORKER);
  }

  @Test
  void tellsOfNoProcessUnlessAsked() throws IOException {
    assertThat(Procpush.once(options[2]).named("process.")).isEmpty();
  }

  @Test
  void tellsAlsoOfWhatIsInNoContainer() throws IOException {
    List<Point> points =
        Procpush.once("--processes.collect=all", "--processes.include=^kthreadd$")
            .named("process.cpu.time");

    assertThat(points)
        .hasSize(2)
        .allMatch(
            point ->
                point.attribute("process.pid").equals("2")
                    && point.attribute("container.id").isEmpty());
  }

  @Test
  void namesTheCapabilityThatAFileTakes() throws IOException {
    List<String> line =
        new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
    List<String> arguments = new ArrayList<>(List.of("once", "--format", "otlp-json"));
    arguments.addAll(List.of(options));
    line.addAll(Procpush.commandLine(arguments.toArray(String[]::new)));
    Ended once = Ended.run(Procpush.process(Map.of(), line));

    List<Point> points = Collected.parse(once.output()).named("process.");
    assertThat(points).noneMatch(point -> point.name().equals("process.disk.io"));
    assertThat(value(points, "process.memory.usage", container.holder(), "")).isPositive();
    assertThat(once.errors().lines().filter(text -> text.contains("process.disk.io")))
        .singleElement()
        .asString()
        .contains("CAP_SYS_PTRACE");
  }

  private void assertCpu(List<Point> points, int pid) {
    assertThat(value(points, "process.cpu.time", pid, "user"))
        .isCloseTo(seconds(pid, 14), within(EXACTLY));
    assertThat(value(points, "process.cpu.time", pid, "system"))
        .isCloseTo(seconds(pid, 15), within(EXACTLY));
    assertThat(value(points, "process.children.cpu.time", pid, "user"))
        .isCloseTo(seconds(pid, 16), within(EXACTLY));
    assertThat(value(points, "process.children.cpu.time", pid, "system"))
        .isCloseTo(seconds(pid, 17), within(EXACTLY));
  }

  private void assertMemory(List<Point> points, int pid) {
    assertThat(value(points, "process.memory.virtual", pid, "")).isEqualTo(stat(pid, 23));
    assertThat(value(points, "process.memory.usage", pid, "")).isEqualTo(bytes(pid, "VmRSS"));
    assertThat(value(points, "process.memory.linux.rss_anon", pid, ""))
        .isEqualTo(bytes(pid, "RssAnon"));
    assertThat(value(points, "process.memory.linux.rss_file", pid, ""))
        .isEqualTo(bytes(pid, "RssFile"));
    assertThat(value(points, "process.memory.linux.vm_swap", pid, ""))
        .isEqualTo(bytes(pid, "VmSwap"));
  }

  private Collected once(String option) throws IOException {
    return Procpush.once(options[0], options[1], options[2], option);
  }

  private String shortId() {
    return container.shortId();
  }

  private static double key(int pid, String file, String key) {
    return Double.parseDouble(
        shell("awk '$1 == \"%s:\" { print $2 }' /proc/%d/%s".formatted(key, pid, file)));
  }

  private double age() {
    double now = Double.parseDouble(shell("cut -d ' ' -f 1 /proc/uptime"));
    return now - seconds(container.worker(), 22);
  }

  private static List<String> names(List<Point> points) {
    return points.stream()
        .map(point -> point.attribute("process.executable.name"))
        .distinct()
        .toList();
  }

  /// The value of the one point of a process that has `kind` for any attribute.
  private static double value(List<Point> points, String metric, int pid, String kind) {
    List<Point> found =
        points.stream()
            .filter(point -> point.name().equals(metric))
            .filter(point -> point.attribute("process.pid").equals("" + pid))
            .filter(point -> kind.isEmpty() || point.attributes().containsValue(kind))
            .toList();
    assertThat(found).as(metric + " " + pid + " " + kind).hasSize(1);
    return Double.parseDouble(found.getFirst().value());
  }
}
