// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.HostFiles;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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

  @Test
  void whereTheThrottleHasZerosTheSchedulerHasCounted() throws Exception {
    throttle("254:0 Read 0\n254:0 Write 0\n254:0 Total 0\nTotal 0\n", "254:0 Read 0\nTotal 0\n");
    scheduler(
        "blkio.bfq.",
        "254:0 Read 4096\n254:0 Write 8192\n254:0 Sync 12288\n254:0 Total 12288\nTotal 12288\n",
        "254:0 Read 1\n254:0 Write 2\nTotal 3\n");

    assertThat(values())
        .containsExactly(
            "vda By read 4096", "vda By write 8192", "vda op read 1", "vda op write 2");
  }

  @Test
  void aDeviceThatTheThrottleDoesNotKnowIsTheSchedulers() throws Exception {
    throttle("Total 0\n", "Total 0\n");
    scheduler("blkio.", "8:0 Read 4096\n8:0 Write 0\nTotal 4096\n", "8:0 Read 1\nTotal 1\n");

    assertThat(values()).containsExactly("8:0 By read 4096", "8:0 By write 0", "8:0 op read 1");
  }

  @Test
  void eachDeviceIsOfTheFileThatHasCountedIt() throws Exception {
    throttle(
        "8:0 Read 10\n8:0 Write 20\n254:0 Read 0\n254:0 Write 0\nTotal 30\n",
        "8:0 Read 1\n8:0 Write 2\n254:0 Read 0\n254:0 Write 0\nTotal 3\n");
    scheduler(
        "blkio.bfq.",
        "8:0 Read 0\n8:0 Write 0\n254:0 Read 30\n254:0 Write 40\nTotal 70\n",
        "8:0 Read 0\n8:0 Write 0\n254:0 Read 3\n254:0 Write 4\nTotal 7\n");

    assertThat(values())
        .containsExactlyInAnyOrder(
            "8:0 By read 10",
            "8:0 By write 20",
            "vda By read 30",
            "vda By write 40",
            "8:0 op read 1",
            "8:0 op write 2",
            "vda op read 3",
            "vda op write 4");
  }

  /// It begins at 0 then.
  @Test
  void nothingFallsWhenTheThrottleBeginsToCount() throws Exception {
    throttle("254:0 Read 100\n254:0 Write 200\nTotal 300\n", "254:0 Read 1\nTotal 1\n");
    scheduler(
        "blkio.bfq.",
        "254:0 Read 4196\n254:0 Write 8392\nTotal 12588\n",
        "254:0 Read 5\n254:0 Write 7\nTotal 12\n");

    assertThat(values())
        .containsExactly(
            "vda By read 4196", "vda By write 8392", "vda op read 5", "vda op write 7");
  }

  @Test
  void oneThatHasNoMoreIsNoPoint() throws Exception {
    throttle("Total 0\n", "Total 0\n");
    scheduler("blkio.bfq.", "254:0 Read 0\n254:0 Write 0\nTotal 0\n", "254:0 Read 7\nTotal 7\n");

    assertThat(values()).isEmpty();
    assertThat(fixture.reads())
        .contains("BLKIO/blkio.bfq.io_service_bytes_recursive")
        .doesNotContain("BLKIO/blkio.bfq.io_serviced_recursive");
  }

  @Test
  void aSchedulersFileRestsWhileItHasNoMore() throws Exception {
    throttle("254:0 Read 5\n254:0 Write 0\nTotal 5\n", "254:0 Read 1\nTotal 1\n");
    scheduler("blkio.bfq.", "254:0 Read 5\n254:0 Write 0\nTotal 5\n", "254:0 Read 1\nTotal 1\n");

    assertThat(readsOfBfq(16)).isEqualTo(3 + 13 / 4);

    scheduler("blkio.bfq.", "254:0 Read 9\n254:0 Write 0\nTotal 9\n", "254:0 Read 2\nTotal 2\n");

    assertThat(readsOfBfq(16)).isEqualTo(16);
  }

  private int readsOfBfq(int visits) throws Exception {
    ContainerFiles files = fixture.files();
    int reads = 0;
    for (int visit = 0; visit < visits; visit++) {
      fixture.lines(files, collector);
      reads += fixture.reads().contains("BLKIO/blkio.bfq.io_service_bytes_recursive") ? 1 : 0;
    }
    return reads;
  }

  private void throttle(String bytes, String operations) {
    scheduler("blkio.throttle.", bytes, operations);
  }

  private void scheduler(String prefix, String bytes, String operations) {
    fixture
        .with(CgroupController.BLKIO, prefix + "io_service_bytes_recursive", bytes)
        .with(CgroupController.BLKIO, prefix + "io_serviced_recursive", operations);
  }

  /// As in `vda By read 1`.
  private List<String> values() throws Exception {
    Pattern line = Pattern.compile(".*direction=(.*), system.device=(.*)} (.*)");
    return fixture.lines(collector).stream()
        .map(
            text ->
                line.matcher(text)
                    .replaceFirst("$2 " + (text.contains("{By") ? "By" : "op") + " $1 $3"))
        .toList();
  }
}
