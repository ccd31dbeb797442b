// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.HostFiles;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BlkioThrottleCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final HostFiles host =
      new HostFiles(
          KernelFiles.ofDirectory(
              Path.of("src/test/fixtures/captured/debian12-docker20-containers")),
          "proc",
          "sys");
  private final DiskMetrics disk = new DiskMetrics(fixture.instruments(), host);
  private final BlkioThrottleCollector collector = new BlkioThrottleCollector(disk);

  @Test
  void recordsEachDeviceByItsName() throws Exception {
    fixture
        .with(
            CgroupController.BLKIO,
            "blkio.throttle.io_service_bytes_recursive",
            "254:0 Read 1\n254:0 Write 2\n254:0 Total 3\nTotal 3\n")
        .with(
            CgroupController.BLKIO,
            "blkio.throttle.io_serviced_recursive",
            "254:0 Read 3\n254:0 Write 4\nTotal 7\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.disk.io{By,counter} {disk.io.direction=read, system.device=vda} 1",
            "container.disk.io{By,counter} {disk.io.direction=write, system.device=vda} 2",
            "container.disk.operations{{operation},counter} {disk.io.direction=read,"
                + " system.device=vda} 3",
            "container.disk.operations{{operation},counter} {disk.io.direction=write,"
                + " system.device=vda} 4");
  }

  @Test
  void readsOneFileWhereThereIsNoDevice() throws Exception {
    fixture
        .with(CgroupController.BLKIO, "blkio.throttle.io_service_bytes_recursive", "Total 0\n")
        .failing("BLKIO/blkio.throttle.io_serviced_recursive", ErrnoException.EIO);

    assertThat(fixture.lines(collector)).isEmpty();
  }

  @Test
  void recordsNothingWhereNothingIsAccounted() throws Exception {
    fixture.with(CgroupController.BLKIO, "blkio.throttle.io_serviced_recursive", "Total 0\n");

    assertThat(fixture.lines(collector)).isEmpty();
  }
}
