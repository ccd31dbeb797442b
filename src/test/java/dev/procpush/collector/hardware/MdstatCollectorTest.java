// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MdstatCollectorTest {
  private static final String DISKS = "system.mdraid.disk.count{{disk},updowncounter} ";

  private final HostFixture host = new HostFixture();
  private final MdstatCollector collector =
      new MdstatCollector(host.instruments(), new Hardware(host.instruments()));

  @Test
  void recordsAnArrayThatRecovers() throws Exception {
    mdstat(
        "md0 : active raid5 sdd[3] sdc[2](F) sdb[1] sda[0] sde[4](S)",
        "      2048 blocks level 5, 64k chunk, algorithm 2 [3/2] [UU_]",
        "      [=>....]  recovery = 25.0% (256/1024) finish=1.0min speed=1K/sec");

    assertThat(host.lines(collector))
        .contains(
            disks("active", 2),
            disks("failed", 1),
            disks("spare", 1),
            disks("missing", 0),
            disks("rebuilding", 1),
            "system.mdraid.disk.required{{disk},updowncounter} {system.device=md0} 3",
            "system.mdraid.size{By,updowncounter} {system.device=md0} 2097152",
            "system.mdraid.synced{By,gauge} {system.device=md0} 262144",
            "system.mdraid.sync.limit{By,gauge} {system.device=md0} 1048576");
    assertThat(holding("system.mdraid.state")).singleElement().asString().contains("=recover}");
    assertThat(holding("hw.status")).singleElement().asString().contains("hw.state=degraded");
  }

  @Test
  void tellsAMissingDiskFromAFailedOne() throws Exception {
    mdstat("md0 : active raid1 sda[0]", "      8 blocks [2/1] [U_]");
    assertThat(host.lines(collector)).contains(disks("missing", 1), disks("failed", 0));

    mdstat("md0 : active raid1 sdb[1](F) sda[0]", "      8 blocks [2/1] [U_]");
    assertThat(host.lines(collector)).contains(disks("missing", 0), disks("failed", 1));
  }

  @Test
  void tellsHowAnArrayIs() throws Exception {
    health("ok", "active raid1 sdb[1] sda[0]", "[2/2] [UU]");
    health("degraded", "active raid1 sda[0]", "[3/1] [U__]");
    health("failed", "active raid1", "[2/0] [__]");
    health("degraded", "active raid6 sdb[1] sda[0]", "[4/2] [UU__]");
    health("failed", "active raid6 sda[0]", "[4/1] [U___]");
    health("failed", "active raid5 sda[0]", "[3/1] [U__]");
    health("failed", "broken raid10 sda[0]", "[4/2] [U_U_]");
    health("ok", "active raid0 sdb[1] sda[0]", "64k chunks");
    health("failed", "active raid0 sdb[1](F) sda[0]", "64k chunks");
  }

  @Test
  void saysNothingOfTheHealthOfAnInactiveArray() throws Exception {
    mdstat("md127 : inactive sdb[1](S) sda[0](S)", "      8 blocks super external:imsm");

    assertThat(holding("hw.status")).isEmpty();
    assertThat(holding("system.mdraid.state")).singleElement().asString().contains("=inactive}");
    assertThat(host.lines(collector)).noneMatch(line -> line.startsWith("system.mdraid.synced"));
  }

  @Test
  void hasNoBlocksWhileAResyncWaits() throws Exception {
    mdstat(
        "md0 : active raid1 sdb[1] sda[0]", "      8 blocks [2/2] [UU]", "      \tresync=PENDING");

    assertThat(holding("system.mdraid.state")).singleElement().asString().contains("=resync}");
    assertThat(host.lines(collector)).noneMatch(line -> line.startsWith("system.mdraid.sync"));
  }

  @Test
  void recordsNothingOfNonsense() {
    host.with("proc/mdstat", "Personalities : [raid1]\nmd0 : active raid1 sda[0]\n");

    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  private void health(String expected, String header, String disks) throws Exception {
    mdstat("md0 : " + header, "      8 blocks super 1.2 " + disks);
    assertThat(holding("hw.status"))
        .as(header + " " + disks)
        .containsExactly(
            "hw.status{1,updowncounter} {hw.id=md0, hw.name=md0, hw.state="
                + expected
                + ", hw.type=logical_disk} 1");
  }

  private List<String> holding(String metric) throws Exception {
    return host.lines(collector).stream()
        .filter(line -> line.startsWith(metric + "{") && line.endsWith(" 1"))
        .toList();
  }

  private void mdstat(String... lines) {
    host.with(
        "proc/mdstat",
        "Personalities : [raid1]\n" + String.join("\n", lines) + "\n\nunused devices: <none>\n");
  }

  private static String disks(String state, int count) {
    return DISKS + "{system.device=md0, system.mdraid.disk.state=" + state + "} " + count;
  }
}
