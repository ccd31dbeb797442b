// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatCollectorTest {
  private static final String COUNTS =
      """
      intr 13 0 0
      ctxt 14
      btime 1795258756
      processes 15
      procs_running 5
      procs_blocked 2
      softirq 16 0
      """;

  private final HostFixture host = new HostFixture();
  private final StatCollector collector = new StatCollector(host.instruments(), 100);

  @Test
  void recordsTimesInSecondsAndCountsTheGuestOnce() throws Exception {
    host.with("proc/stat", "cpu  9 9 9 9\ncpu3 150 250 3 4 5 6 7 8 50 25\n" + COUNTS);

    assertThat(host.lines(collector))
        .containsExactly(
            "system.boot_time{s,gauge} {} 1795258756",
            "system.cpu.context_switches{{context_switch},counter} {} 14",
            "system.cpu.guest.time{s,counter} {cpu.logical_number=3, cpu.mode=nice} 0.25",
            "system.cpu.guest.time{s,counter} {cpu.logical_number=3, cpu.mode=user} 0.5",
            "system.cpu.interrupts{{interrupt},counter} {} 13",
            "system.cpu.logical.count{{cpu},updowncounter} {} 1",
            "system.cpu.softirqs{{interrupt},counter} {} 16",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=idle} 0.04",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=interrupt} 0.06",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=iowait} 0.05",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=nice} 2.5",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=softirq} 0.07",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=steal} 0.08",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=system} 0.03",
            "system.cpu.time{s,counter} {cpu.logical_number=3, cpu.mode=user} 1.5",
            "system.process.created{{process},counter} {} 15",
            "system.thread.blocked{{thread},updowncounter} {} 2",
            "system.thread.running{{thread},updowncounter} {} 5");
  }

  @Test
  void asksHowLongATickIs() throws Exception {
    host.with("proc/stat", "cpu0 1024 0 0 0\n");

    assertThat(host.lines(new StatCollector(host.instruments(), 1024)))
        .contains("system.cpu.time{s,counter} {cpu.logical_number=0, cpu.mode=user} 1.0");
  }

  @Test
  void recordsOnlyTheColumnsAndLinesThatThereAre() throws Exception {
    host.with("proc/stat", "cpu0 100 200 300 400 500 600 700 800 900\nctxt 7\n");

    assertThat(host.lines(collector))
        .hasSize(1 + 8 + 1 + 1)
        .contains("system.cpu.guest.time{s,counter} {cpu.logical_number=0, cpu.mode=user} 9.0");
  }

  @Test
  void endsTheSeriesOfACpuThatGoesOffline() throws Exception {
    host.with("proc/stat", "cpu0 1 2 3 4\ncpu1 1 2 3 4\n");
    assertThat(host.lines(collector)).hasSize(9);

    host.with("proc/stat", "cpu1 1 2 3 4\n");
    assertThat(host.lines(collector))
        .hasSize(5)
        .noneMatch(line -> line.contains("cpu.logical_number=0"));
  }

  @Test
  void standsStillWhereTheKernelStepsBackALittle() throws Exception {
    assertThat(idleAndWait("cpu0 0 0 0 5000 300\n")).containsExactly("50.0", "3.0");
    assertThat(idleAndWait("cpu0 0 0 0 4990 290\n")).containsExactly("50.0", "3.0");
    assertThat(idleAndWait("cpu0 0 0 0 5010 299\n")).containsExactly("50.1", "3.0");
    assertThat(idleAndWait("cpu0 0 0 0 5020 305\n")).containsExactly("50.2", "3.05");
  }

  @Test
  void beginsAnewWithACpuThatWasTakenOut() throws Exception {
    assertThat(idleAndWait("cpu0 0 0 0 5000 300\n")).containsExactly("50.0", "3.0");
    assertThat(idleAndWait("cpu0 0 0 0 4700 100\n")).containsExactly("47.0", "1.0");

    assertThat(idleAndWait("cpu1 0 0 0 1 1\n")).isEmpty();
    assertThat(idleAndWait("cpu0 0 0 0 4690 90\n")).containsExactly("46.9", "0.9");
  }

  /// Stolen time begins anew when a virtual machine moves to another host, while idle time goes on.
  @Test
  void beginsAModeAnewThatFallsBySeconds() throws Exception {
    assertThat(steal(1000, 58059)).isEqualTo("580.59");
    assertThat(steal(1100, 58000)).as("a small step is held").isEqualTo("580.59");
    assertThat(steal(1200, 120)).isEqualTo("1.2");
    assertThat(steal(1300, 620)).isEqualTo("6.2");
    assertThat(steal(1400, 9_000_000_000_000L)).isEqualTo("9.0E10");
    assertThat(steal(1500, 700)).as("after one glitch upwards").isEqualTo("7.0");
  }

  @Test
  void recordsAllButTheNumbersThatAreNone() throws Exception {
    String good = "cpu0 1 2 3 4 5 6 7 8\ncpu1 1 2 3 4 5 6 7 8\n";
    host.with("proc/stat", good + COUNTS);
    List<String> all = host.lines(collector);

    host.with(
        "proc/stat",
        good.replaceFirst(" 3 ", " 18446744073709551615 ")
            + COUNTS
                .replace("processes 15", "processes -1948031333")
                .replace("procs_blocked 2", "procs_blocked 18446744073709551615"));
    List<String> left = host.lines(collector);

    assertThat(left).isSubsetOf(all).hasSize(all.size() - 3);
    assertThat(left)
        .noneMatch(line -> line.contains("process.created") || line.contains("thread.blocked"))
        .noneMatch(line -> line.contains("cpu.logical_number=0, cpu.mode=system"));
    assertThat(host.lost()).startsWith("one value: proc/stat:1: system: below zero");
  }

  private String steal(long idle, long ticks) throws Exception {
    host.with("proc/stat", "cpu0 0 0 0 " + idle + " 0 0 0 " + ticks + "\n");
    return host.lines(collector).stream()
        .filter(line -> line.contains("steal"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void recordsNothingOfAFileThatIsCut() {
    host.with("proc/stat", "cpu0 1 2 3 4\nctxt 7");

    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  private List<String> idleAndWait(String text) throws Exception {
    host.with("proc/stat", text);
    return host.lines(collector).stream()
        .filter(line -> line.contains("number=0, cpu.mode=i"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }
}
