// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuacctUsageCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final CpuTime time = new CpuTime(fixture.instruments());
  private final CpuacctUsageCollector collector = new CpuacctUsageCollector(time);

  /// Of 591 ms the ticks have seen 452, as of a container of short processes.
  @Test
  void splitsWhatWasMeasuredInTheProportionOfTheTicks() throws Exception {
    usage(591_000_000).stat(30, 15);

    assertThat(fixture.lines(collector)).containsExactlyElementsOf(modes("0.394", "0.197"));
  }

  /// As with a limit on CPU time, which makes the ticks see more than there was.
  @Test
  void tellsNoMoreThanWasMeasured() throws Exception {
    usage(45_600_000_000L).stat(3447, 1723);

    assertThat(fixture.lines(collector))
        .containsExactlyElementsOf(modes("30.402940039", "15.197059961"));
  }

  @Test
  void aModeStandsStillRatherThanFalls() throws Exception {
    usage(10_000_000_000L).stat(500, 500);
    assertThat(fixture.lines(collector)).containsExactlyElementsOf(modes("5.0", "5.0"));

    usage(11_000_000_000L).stat(900, 100);
    assertThat(fixture.lines(collector)).containsExactlyElementsOf(modes("6.0", "5.0"));
  }

  @Test
  void readsNoTicksWhileNothingWasUsed() throws Exception {
    usage(591_000_000).stat(30, 15);
    List<String> before = fixture.lines(collector);
    assertThat(fixture.reads()).containsExactly("CPUACCT/cpuacct.usage", "CPUACCT/cpuacct.stat");

    assertThat(fixture.lines(collector)).isEqualTo(before);
    assertThat(fixture.reads()).containsExactly("CPUACCT/cpuacct.usage");
  }

  @Test
  void tellsOfAContainerThatHasDoneNothing() throws Exception {
    usage(0);

    assertThat(fixture.lines(collector)).containsExactlyElementsOf(modes("0.0", "0.0"));
  }

  @Test
  void tellsNothingWithoutTheTicks() throws Exception {
    usage(591_000_000).stat(30, 15);
    fixture.failing("CPUACCT/cpuacct.stat", ErrnoException.EACCES);

    assertThatThrownBy(() -> fixture.lines(collector)).isInstanceOf(ErrnoException.class);
  }

  /// Without the proportion neither mode is known, but what both had is not lost.
  @Test
  void ticksThatAreNoNumberCostOneCycle() throws Exception {
    usage(1_000_000_000).with("cpuacct.stat", "user 18446744073709551615\nsystem 50\n");
    assertThat(fixture.lines(collector)).isEmpty();
    assertThat(fixture.lost())
        .isEqualTo(
            "one value: CPUACCT/cpuacct.stat:1: user: below zero: \"user 18446744073709551615\"");

    usage(2_000_000_000).stat(50, 50);
    assertThat(fixture.lines(collector)).containsExactlyElementsOf(modes("1.0", "1.0"));
  }

  @Test
  void aTimeThatIsNoNumberIsNoPoint() throws Exception {
    with("cpuacct.usage", "18446744073709551615\n").stat(30, 15);

    assertThat(fixture.lines(collector)).isEmpty();
    assertThat(fixture.lost()).startsWith("one value: CPUACCT/cpuacct.usage:1: value: below zero");
  }

  /// The one of version 2 is read alone: it splits as well.
  @Test
  void leavesToVersion2WhatThatHasToldOf() throws Exception {
    fixture.with("cpu.stat", "usage_usec 3000000\nuser_usec 2000000\nsystem_usec 1000000\n");
    usage(3_000_000_777L).stat(200, 100);

    assertThat(fixture.lines(both())).containsExactlyElementsOf(modes("2.0", "1.0"));
    assertThat(fixture.reads()).containsExactly("UNIFIED/cpu.stat");
  }

  /// Before Linux 4.15 the hierarchy of version 2 has no such file without its controller.
  @Test
  void tellsWhatVersion2BesideDoesNot() throws Exception {
    fixture.with("cgroup.controllers", "\n");
    usage(3_000_000_000L).stat(200, 100);

    assertThat(fixture.lines(both())).containsExactlyElementsOf(modes("2.0", "1.0"));
  }

  /// In microseconds it may be a little less than what was told before.
  @Test
  void goesOnWhereOneOfTheTwoFilesFails() throws Exception {
    String unified = "usage_usec %d\nuser_usec %d\nsystem_usec %d\n";
    usage(3_000_000_777L).stat(200, 100);
    fixture.with("cpu.stat", "usage_usec 30000");
    assertThat(fixture.lines(both()))
        .containsExactlyElementsOf(modes("2.000000518", "1.000000259"));

    fixture.with("cpu.stat", unified.formatted(3_000_000, 2_500_000, 500_000));
    assertThat(fixture.lines(both()))
        .containsExactlyElementsOf(modes("2.000000518", "1.000000259"));
    fixture.with("cpu.stat", unified.formatted(4_000_000, 2_500_000, 1_500_000));
    assertThat(fixture.lines(both())).containsExactlyElementsOf(modes("2.5", "1.5"));
  }

  /// The ticks of the inner one are no part of the proportion, and both modes of the outer one
  /// together are what it used itself, however the modes of the inner one have jumped.
  @Test
  void splitsWhatIsTheOuterContainersOwn() throws Exception {
    ContainerFixture inner = fixture.inner();
    inner
        .with(CgroupController.CPUACCT, "cpuacct.usage", "6000000000\n")
        .with(CgroupController.CPUACCT, "cpuacct.stat", "user 600\nsystem 0\n");
    usage(8_000_000_000L).stat(700, 100);

    assertThat(inner.lines(collector)).containsExactlyElementsOf(modes("6.0", "0.0"));
    assertThat(fixture.lines(collector)).containsExactlyElementsOf(modes("1.0", "1.0"));
    inner
        .with(CgroupController.CPUACCT, "cpuacct.usage", "10000000000\n")
        .with(CgroupController.CPUACCT, "cpuacct.stat", "user 600\nsystem 600\n");
    usage(13_000_000_000L).stat(750, 750);

    assertThat(inner.lines(collector)).containsExactlyElementsOf(modes("6.0", "4.0"));
    assertThat(fixture.lines(collector)).containsExactlyElementsOf(modes("1.5", "1.5"));
  }

  private ContainerCollector[] both() {
    return new ContainerCollector[] {new CpuStatCollector(fixture.instruments(), time), collector};
  }

  private CpuacctUsageCollectorTest usage(long nanos) {
    return with("cpuacct.usage", nanos + "\n");
  }

  private CpuacctUsageCollectorTest stat(long user, long system) {
    return with("cpuacct.stat", "user " + user + "\nsystem " + system + "\n");
  }

  private CpuacctUsageCollectorTest with(String name, String content) {
    fixture.with(CgroupController.CPUACCT, name, content);
    return this;
  }

  private static List<String> modes(String user, String system) {
    String point = "container.cpu.time{s,counter} {cpu.mode=%s} %s";
    return List.of(point.formatted("system", system), point.formatted("user", user));
  }
}
