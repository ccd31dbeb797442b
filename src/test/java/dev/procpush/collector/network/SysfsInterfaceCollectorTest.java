// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsInterfaceCollectorTest {
  private final CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
  private final NamespaceSeries host = NamespaceSeriesFixture.host();

  private final Path root;
  private final SysfsInterfaceCollector collector;

  SysfsInterfaceCollectorTest(@TempDir Path root) {
    this.root = root;
    collector =
        new SysfsInterfaceCollector(
            runs.instruments(),
            new InterfaceInstruments(runs.instruments()),
            new SysClassNet(new HostFiles(KernelFiles.ofDirectory(root), "proc", "sys")));
  }

  @Test
  void recordsStateAndSpeedOfWantedInterfaces() throws Exception {
    device("eth0", "speed", "10000", "operstate", "up", "carrier_changes", "3");
    device("eth0", "mtu", "1500", "ifindex", "2", "address", "02:00:00:00:00:01");
    device("lo", "operstate", "unknown", "mtu", "65536", "ifindex", "1", "speed", "-1");
    device("eth1", "operstate", "down", "mtu", "1500", "ifindex", "3");
    host.wants("eth0");
    host.wants("lo");

    assertThat(
            runs.points(host, () -> collector.observe(new NamespaceReader(new FakeFiles()), host)))
        .containsExactly(
            "system.network.interface.carrier_changes{{change},counter}" + on("eth0") + 3,
            "system.network.interface.info{{interface},updowncounter}"
                + " {network.interface.index=1, network.interface.name=lo,"
                + " network.interface.operstate=unknown} 1",
            "system.network.interface.info{{interface},updowncounter}"
                + " {network.interface.index=2, network.interface.mac=02:00:00:00:00:01,"
                + " network.interface.name=eth0, network.interface.operstate=up} 1",
            "system.network.interface.mtu{By,gauge}" + on("eth0") + 1500,
            "system.network.interface.mtu{By,gauge}" + on("lo") + 65536,
            "system.network.interface.speed{By/s,gauge}" + on("eth0") + 1_250_000_000,
            "system.network.interface.up{{interface},updowncounter}" + on("eth0") + 1,
            "system.network.interface.up{{interface},updowncounter}" + on("lo") + 1);
  }

  @Test
  void recordsSpeedAloneWhereNetlinkTellsTheRest() throws Exception {
    device("eth0", "speed", "1000", "operstate", "up", "mtu", "1500", "ifindex", "2");
    host.wants("eth0");

    assertThat(
            runs.points(
                host,
                () -> collector.observe(new NamespaceReader(new FakeFiles().entered()), host)))
        .containsExactly("system.network.interface.speed{By/s,gauge}" + on("eth0") + 125_000_000);
  }

  @Test
  void takesNoDevicesNameForAPath() throws Exception {
    device("eth0", "speed", "1000", "operstate", "up", "ifindex", "2");
    host.wants("../net/eth0");
    host.wants("..");
    host.wants("a/../eth0");

    assertThat(
            runs.points(
                host,
                () -> collector.observe(new NamespaceReader(new FakeFiles().entered()), host)))
        .isEmpty();
  }

  @Test
  void isAbsentWhereSysfsIsMissing() {
    host.wants("eth0");

    assertThatThrownBy(() -> collector.observe(new NamespaceReader(new FakeFiles()), host))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("ENOENT");
  }

  @Test
  void losesWhatIsNoNumberAlone() throws Exception {
    device("eth0", "operstate", "up", "mtu", "large", "ifindex", "2");
    host.wants("eth0");

    assertThat(
            runs.points(host, () -> collector.observe(new NamespaceReader(new FakeFiles()), host)))
        .isNotEmpty()
        .noneMatch(line -> line.contains("mtu"));
  }

  @Test
  void losesOneFileAloneThatIsNotOneNumber() throws Exception {
    device("eth0", "operstate", "up", "mtu", "1500 9", "ifindex", "2", "carrier_changes", "3");
    device("eth1", "operstate", "up", "mtu", "", "ifindex", "3", "speed", "1000 1000");
    host.wants("eth0");
    host.wants("eth1");

    assertThat(
            runs.points(host, () -> collector.observe(new NamespaceReader(new FakeFiles()), host)))
        .hasSize(5)
        .contains("system.network.interface.carrier_changes{{change},counter}" + on("eth0") + 3)
        .noneMatch(line -> line.contains("mtu") || line.contains("speed"));
  }

  /// The kernel prints these numbers with a sign or without, as it has them in 32 bits.
  @Test
  void knowsWhatStandsForNoSpeedAndACounterOf32Bits() throws Exception {
    device("eth0", "speed", "4294967295", "carrier_changes", "-1");
    device("eth1", "speed", "-1", "carrier_changes", "2147483648", "ifindex", "3");
    host.wants("eth0");
    host.wants("eth1");

    assertThat(
            runs.points(host, () -> collector.observe(new NamespaceReader(new FakeFiles()), host)))
        .contains(
            "system.network.interface.carrier_changes{{change},counter}"
                + on("eth0")
                + 0xffff_ffffL,
            "system.network.interface.carrier_changes{{change},counter}"
                + on("eth1")
                + 0x8000_0000L)
        .noneMatch(line -> line.contains("speed"));
  }

  @Test
  void observesTheHostAlone() {
    assertThat(collector.observes(Scope.SYSTEM)).isTrue();
    assertThat(collector.observes(Scope.CONTAINER)).isFalse();
    assertThat(collector.observes(Scope.NETNS)).isFalse();
  }

  private void device(String name, String... files) throws IOException {
    Path folder = Files.createDirectories(root.resolve("sys/class/net").resolve(name));
    for (int i = 0; i < files.length; i += 2) {
      Files.writeString(folder.resolve(files[i]), files[i + 1] + "\n");
    }
  }

  private static String on(String name) {
    return " {network.interface.name=" + name + "} ";
  }
}
