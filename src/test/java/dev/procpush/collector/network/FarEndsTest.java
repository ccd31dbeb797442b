// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.HostFixture;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FarEndsTest {
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_LINK_NETNSID = 37;
  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  private final HostFixture host = new HostFixture();
  private final FakeFiles files = new FakeFiles();
  private final NamespaceSeries series =
      NamespaceSeriesFixture.host(name -> !name.startsWith("veth"));
  private final FarEnds farEnds = new FarEnds(new SysClassNet(host.files()));

  /// Whatever they are called.
  @Test
  void leavesOutPairsWhoseOtherEndNetlinkSaysIsAway() throws Exception {
    files.entered();
    link("lo", 1, null, 0, false);
    link("eth0", 2, null, 0, false);
    link("eth1", 7, "veth", 2, true);
    link("vethere", 8, "veth", 9, false);
    link("vethtoo", 9, "veth", 8, false);
    link("vethlike", 10, "dummy", 0, false);
    link("lxc1", 11, "netkit", 2, true);
    link("mv0", 12, "macvlan", 2, true);

    assertThat(wanted("lo", "eth0", "eth1", "vethere", "vethtoo", "vethlike", "lxc1", "mv0"))
        .containsExactlyInAnyOrder("lo", "eth0", "vethere", "vethtoo", "vethlike", "mv0");
  }

  @Test
  void noticesThatTheOtherEndHasLeft() throws Exception {
    files.entered();
    link("near", 8, "veth", 9, false);
    link("far", 9, "veth", 8, false);
    assertThat(wanted("near", "far")).containsExactlyInAnyOrder("near", "far");

    assertThat(wanted("near")).isEmpty();
    assertThat(wanted("near", "far")).containsExactlyInAnyOrder("near", "far");
  }

  @Test
  void asksOnceForEachDevice() throws Exception {
    files.entered();
    link("eth1", 7, "veth", 2, true);
    assertThat(wanted("eth1")).isEmpty();
    files.failing(
        "link_without_statistics eth1", new ErrnoException(ErrnoException.EPERM, "ask", "again"));

    link("eth2", 8, "veth", 2, true);
    assertThat(wanted("eth1", "eth2")).isEmpty();
    assertThat(wanted("eth1")).isEmpty();
  }

  /// Linux before 4.1 does not say where the other end is.
  @Test
  void leavesTheDecisionToTheNameWhereNothingTells() throws Exception {
    files.entered();
    link("veth1", 7, "veth", 0, false);
    link("eth1", 8, "veth", 0, false);
    files.failing(
        "link_without_statistics gone", new ErrnoException(ErrnoException.ENODEV, "ask", "gone"));

    assertThat(wanted("veth1", "eth1", "gone")).containsExactlyInAnyOrder("eth1", "gone");
    assertThat(notEntered(new FarEnds(null), "veth1", "eth1")).containsExactly("eth1");
  }

  @Test
  void leavesOutPairsWhoseOtherEndSysfsDoesNotHave() throws Exception {
    device("lo", 1, 1, "772", "");
    device("eth0", 2, 2, "1", "");
    device("eth1", 7, 6, "1", ""); // as Docker's are: the other end has the number before
    device("vethere", 8, 9, "1", "");
    device("vethtoo", 9, 8, "1", "");
    device("eth0.5", 10, 40, "1", "DEVTYPE=vlan\n"); // its parent is in another namespace
    device("gre1", 11, 41, "778", "");
    device("tunl0", 12, 0, "768", "");

    assertThat(wanted("lo", "eth0", "eth1", "vethere", "vethtoo", "eth0.5", "gre1", "tunl0"))
        .containsExactlyInAnyOrder("lo", "eth0", "vethere", "vethtoo", "eth0.5", "gre1", "tunl0");
  }

  /// A pair's other end may have the number of a device here, as the lower device of a tunnel has.
  @Test
  void leavesTheDecisionToTheNameWhereSysfsIsAmbiguous() throws Exception {
    device("eth0", 2, 2, "1", "");
    device("veth1", 7, 2, "1", "");
    device("gretap1", 8, 2, "1", "");

    assertThat(wanted("eth0", "veth1", "gretap1")).containsExactlyInAnyOrder("eth0", "gretap1");
  }

  @Test
  void readsSysfsOnceForEachDevice() throws Exception {
    device("eth1", 7, 6, "1", "");
    wanted("eth1");
    device("eth2", 9, 8, "1", "");
    assertThat(wanted("eth1", "eth2")).isEmpty();
    wanted("eth1");

    assertThat(host.reads("sys/class/net/eth1/iflink")).isEqualTo(1);
    assertThat(host.reads("sys/class/net/eth2/iflink")).isEqualTo(1);
  }

  @Test
  void losesNoOtherDeviceWhereOneHasOddFiles() throws Exception {
    device("eth1", 7, 6, "1", "");
    device("eth2", 8, 6, "1", "");
    host.with("sys/class/net/eth2/iflink", "x\n");

    assertThat(wanted("eth1", "eth2", "../eth1")).containsExactlyInAnyOrder("eth2", "../eth1");
  }

  /// The collector asks when a device has come or gone, and in no other cycle.
  @Test
  void isAskedByTheCollectorOfTheHostAlone() throws Exception {
    CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
    NetDevCollector collector = new NetDevCollector(runs.instruments(), farEnds);
    device("eth0", 2, 2, "1", "");
    device("eth1", 7, 6, "1", "");
    files.with(
        "net/dev", HEADER + "eth0: " + "1 ".repeat(16) + "\neth1: " + "2 ".repeat(16) + "\n");
    for (int visit = 0; visit < 3; visit++) {
      assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(files), series)))
          .hasSize(16)
          .allMatch(line -> line.contains("network.interface.name=eth0"));
    }
    assertThat(host.reads("sys/class/net/eth1/iflink")).isEqualTo(1);
  }

  private List<String> wanted(String... names) throws Exception {
    return decided(farEnds, new NamespaceReader(files), names);
  }

  private List<String> notEntered(FarEnds ends, String... names) throws Exception {
    return decided(ends, new NamespaceReader(new FakeFiles()), names);
  }

  private List<String> decided(FarEnds ends, NamespaceReader reader, String... names)
      throws Exception {
    NamespaceSeriesFixture.nextVisit(series);
    assertThat(series.reserve(1)).isTrue();
    List.of(names).forEach(series::wants);
    if (series.hasOtherInterfaces()) {
      ends.decide(List.of(names), reader, series);
    }
    return series.wantedInterfaces();
  }

  private void device(String name, int index, int link, String type, String devtype) {
    String folder = "sys/class/net/" + name + "/";
    host.with(folder + "ifindex", index + "\n");
    host.with(folder + "iflink", link + "\n");
    host.with(folder + "type", type + "\n");
    host.with(folder + "uevent", devtype + "INTERFACE=" + name + "\nIFINDEX=" + index + "\n");
  }

  /// What the kernel answers when it is asked for a device.
  private void link(String name, int index, @Nullable String kind, int link, boolean away) {
    ByteBuffer message = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    message.putInt(0).putShort((short) 16).putShort((short) 0).putLong(0); // RTM_NEWLINK
    message.putInt(0).putInt(index).putLong(0); // struct ifinfomsg
    attribute(message, IFLA_IFNAME, (name + "\0").getBytes(US_ASCII));
    attribute(message, 4, number(1500)); // IFLA_MTU
    if (link != 0) {
      attribute(message, IFLA_LINK, number(link));
    }
    if (kind != null) {
      ByteBuffer info = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
      attribute(info, 1, (kind + "\0").getBytes(US_ASCII)); // IFLA_INFO_KIND
      attribute(message, IFLA_LINKINFO, content(info));
    }
    if (away) {
      attribute(message, IFLA_LINK_NETNSID, number(-1));
    }
    message.putInt(0, message.position());
    files.with("link_without_statistics " + name, content(message));
  }

  private static void attribute(ByteBuffer to, int type, byte[] value) {
    to.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    to.position(to.position() + 3 & ~3);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static byte[] content(ByteBuffer buffer) {
    byte[] content = new byte[buffer.position()];
    buffer.get(0, content);
    return content;
  }
}
