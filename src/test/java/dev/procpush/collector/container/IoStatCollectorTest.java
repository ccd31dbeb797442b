// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.HostFiles;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Path;
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

  @Test
  void leavesVersion1ToOthers() throws Exception {
    fixture
        .with("io.stat", "254:0 rbytes=1 wbytes=2 rios=3 wios=4\n")
        .with(CgroupController.BLKIO, "blkio.weight", "1\n");

    assertThat(fixture.lines(collector)).isEmpty();
  }
}
