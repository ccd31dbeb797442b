// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.HostFiles;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class IoStatCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final HostFiles host =
      new HostFiles(
          KernelFiles.ofDirectory(
              Path.of("src/test/fixtures/captured/debian12-docker20-containers")),
          "proc",
          "sys");
  private final DiskMetrics disk = new DiskMetrics(fixture.instruments(), host);
  private final IoStatCollector collector = new IoStatCollector(disk);

  @Test
  void recordsEachDeviceByItsName() throws Exception {
    fixture.with(
        "io.stat",
        """
        254:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0
        99:9 rbytes=5 wbytes=6 rios=7 wios=8 dbytes=0 dios=0
        """);

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.disk.io{By,counter} {disk.io.direction=read, system.device=99:9} 5",
            "container.disk.io{By,counter} {disk.io.direction=read, system.device=vda} 1",
            "container.disk.io{By,counter} {disk.io.direction=write, system.device=99:9} 6",
            "container.disk.io{By,counter} {disk.io.direction=write, system.device=vda} 2",
            "container.disk.operations{{operation},counter} {disk.io.direction=read,"
                + " system.device=99:9} 7",
            "container.disk.operations{{operation},counter} {disk.io.direction=read,"
                + " system.device=vda} 3",
            "container.disk.operations{{operation},counter} {disk.io.direction=write,"
                + " system.device=99:9} 8",
            "container.disk.operations{{operation},counter} {disk.io.direction=write,"
                + " system.device=vda} 4");
  }

  /// Where a device has no name, and where the last line has no end, the others have their points.
  @Test
  void recordsTheDevicesBesideOneThatTheKernelDoesNotName() throws Exception {
    String named = "259:0 rbytes=1449984 wbytes=3145728 rios=12 wios=34 dbytes=0 dios=0\n";
    fixture.with("io.stat", named);
    List<String> points = fixture.lines(collector);

    fixture.with("io.stat", "(unknown) rbytes=0 wbytes=0 rios=6 wios=0 dbytes=0 dios=0\n" + named);
    assertThat(fixture.lines(collector)).isEqualTo(points).hasSize(4);
    fixture.with("io.stat", named + "8:0 ");
    assertThat(fixture.lines(collector)).isEqualTo(points);
    fixture.with("io.stat", "8:16 8:0\n(unknown) " + named);
    assertThat(fixture.lines(collector)).isEqualTo(points);
    assertThat(fixture.lost()).isEmpty();
  }

  @Test
  void recordsTheNumbersBesideOneThatIsNone() throws Exception {
    fixture.with("io.stat", "254:0 rbytes=-1 wbytes=2 rios=3 wios=4\n");

    assertThat(fixture.lines(collector)).hasSize(3).noneMatch(line -> line.endsWith(" -1"));
    assertThat(fixture.lost())
        .isEqualTo(
            "one value: UNIFIED/io.stat:1: rbytes: below zero:"
                + " \"254:0 rbytes=-1 wbytes=2 rios=3 wios=4\"");
  }

  @Test
  void leavesVersion1ToOthers() throws Exception {
    fixture
        .with("io.stat", "254:0 rbytes=1 wbytes=2 rios=3 wios=4\n")
        .with(CgroupController.BLKIO, "blkio.weight", "1\n");

    assertThat(fixture.lines(collector)).isEmpty();
  }
}
