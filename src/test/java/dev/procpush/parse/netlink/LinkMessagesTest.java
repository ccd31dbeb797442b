// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import static dev.procpush.parse.netlink.Answers.attribute;
import static dev.procpush.parse.netlink.Answers.int32;
import static dev.procpush.parse.netlink.Answers.int64;
import static dev.procpush.parse.netlink.Answers.join;
import static dev.procpush.parse.netlink.Answers.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.LinkMessages.Link;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkMessagesTest {
  private static final int RTM_NEWLINK = 16;
  private static final int UP_RUNNING = 0x1 | 0x40;
  private static final byte[] NAME = attribute(3, "eth0");
  private static final byte[] MTU = attribute(4, int32(1500));

  /// What `ip -s -d -j link` told, but for `IFLA_CARRIER_CHANGES`, which it does not show.
  @Test
  void readsWhatThisKernelTells() throws Exception {
    LinkMessages messages = parse(Answers.captured("links"));

    assertThat(messages.statistics()).isEmpty();
    assertThat(messages.links())
        .containsExactly(
            new Link(
                1,
                "lo",
                0x10049,
                OperState.UNKNOWN,
                0L,
                65536,
                "00:00:00:00:00:00",
                null,
                null,
                null),
            new Link(2, "eth0", 0x11043, OperState.UP, 2L, 1500, "02:00:00:00:00:01", "veth", 6, 0),
            new Link(
                3, "right", 0x1002, OperState.DOWN, 1L, 1500, "26:b6:9e:b5:25:54", "veth", 4, null),
            new Link(
                4,
                "left",
                0x1003,
                OperState.LOWERLAYERDOWN,
                1L,
                9000,
                "1e:0c:81:83:dd:ee",
                "veth",
                3,
                null),
            new Link(5, "far", 0x1002, OperState.DOWN, 1L, 1500, "e2:40:d9:98:7e:19", "veth", 2, 1),
            new Link(
                6,
                "br0",
                0x11043,
                OperState.UNKNOWN,
                0L,
                1500,
                "2a:44:79:9a:41:e4",
                "bridge",
                null,
                null),
            new Link(
                7,
                "mv0",
                0x1002,
                OperState.DOWN,
                0L,
                1500,
                "56:25:3b:57:60:40",
                "macvlan",
                2,
                null),
            new Link(
                8,
                "gr§n",
                0x1002,
                OperState.DOWN,
                0L,
                1500,
                "06:5d:20:38:b3:eb",
                "bridge",
                null,
                null));
    assertThat(messages.links())
        .filteredOn(Link::isUp)
        .extracting(Link::name)
        .containsExactly("lo", "eth0", "br0");
  }

  @Test
  void readsOneLinkThatWasAskedFor() throws Exception {
    assertThat(parse(Answers.captured("link lo")).links())
        .extracting(Link::name)
        .containsExactly("lo");
  }

  /// The counters that `ip -s -d -j link` told of eth0.
  @Test
  void readsStatisticsWhereTheyAreWanted() throws Exception {
    byte[] answer = Answers.captured("links");

    LinkMessages messages =
        LinkMessages.parse(answer, answer.length, LinkMessages.NONE, true, _ -> {});

    assertThat(messages.statistics()).hasSameSizeAs(messages.links());
    LinkStatistics eth0 = messages.statistics().get(1);
    assertThat(eth0.size()).isEqualTo(LinkStatistics.FIELDS.size());
    assertThat(LongStream.range(0, eth0.size()).map(i -> eth0.value((int) i)))
        .startsWith(15L, 16L, 1146L, 1316L, 0L, 0L);
  }

  @ParameterizedTest
  @CsvSource({"23, 23", "24, 24", "25, 25", "31, 25", "0, 0"})
  void takesTheCountersOfOlderAndNewerKernels(int told, int known) throws Exception {
    byte[] stats = attribute(23, int64(LongStream.rangeClosed(1, told).toArray()));
    byte[] answer = message(RTM_NEWLINK, header(UP_RUNNING), NAME, MTU, stats);

    LinkStatistics statistics =
        LinkMessages.parse(answer, answer.length, LinkMessages.NONE, true, _ -> {})
            .statistics()
            .getFirst();

    assertThat(statistics.size()).isEqualTo(known);
    for (int i = 0; i < known; i++) {
      assertThat(statistics.value(i)).isEqualTo(i + 1);
    }
  }

  /// `dev_seq_printf_stats` of net/core/net-procfs.c.
  @Test
  void addsUpTheCountersOfNetDevAsTheKernelDoes() throws Exception {
    long[] powers = LongStream.range(0, 25).map(i -> 1L << i).toArray();
    byte[] answer =
        message(RTM_NEWLINK, header(UP_RUNNING), NAME, MTU, attribute(23, int64(powers)));

    LinkStatistics device =
        LinkMessages.parse(answer, answer.length, LinkMessages.NONE, true, _ -> {})
            .statistics()
            .getFirst();

    assertThat(device.hasDeviceCounters()).isTrue();
    assertThat(
            List.of(
                device.receiveBytes(),
                device.receivePackets(),
                device.receiveErrs(),
                device.receiveDrop(),
                device.receiveFifo(),
                device.receiveFrame(),
                device.receiveCompressed(),
                device.receiveMulticast()))
        .containsExactly(
            1L << 2, 1L, 1L << 4, 1L << 6 | 1L << 15, 1L << 14, 0xfL << 10, 1L << 21, 1L << 8);
    assertThat(
            List.of(
                device.transmitBytes(),
                device.transmitPackets(),
                device.transmitErrs(),
                device.transmitDrop(),
                device.transmitFifo(),
                device.transmitColls(),
                device.transmitCarrier(),
                device.transmitCompressed()))
        .containsExactly(
            1L << 3,
            1L << 1,
            1L << 5,
            1L << 7,
            1L << 18,
            1L << 9,
            1L << 16 | 1L << 17 | 1L << 19 | 1L << 20,
            1L << 22);
  }

  @Test
  void readsALinkOfAnOldKernel() throws Exception {
    // Linux 3.10, rtnl_fill_ifinfo of net/core/rtnetlink.c: no carrier changes, no netnsid
    byte[] answer =
        message(RTM_NEWLINK, header(UP_RUNNING), NAME, attribute(16, (byte) 6), MTU, attribute(1));

    assertThat(parse(answer).links())
        .containsExactly(
            new Link(
                7,
                "eth0",
                UP_RUNNING,
                OperState.UP,
                KernelNumber.NONE,
                1500,
                null,
                null,
                null,
                null));
  }

  @ParameterizedTest
  @CsvSource({"0, 0x41, true", "0, 0x1, false", "2, 0x41, false", "6, 0x1, true", "9, 0x41, false"})
  void tellsWhetherItIsUp(int operState, String flags, boolean up) throws Exception {
    byte[] answer =
        message(
            RTM_NEWLINK, header(Integer.decode(flags)), NAME, MTU, attribute(16, (byte) operState));

    assertThat(parse(answer).links().getFirst().isUp()).isEqualTo(up);
  }

  @Test
  void readsAddressesOfAnyLengthAsSysfsShowsThem() throws Exception {
    byte[] answer =
        join(
            message(RTM_NEWLINK, header(0), NAME, MTU, attribute(1, new byte[] {10, 0, 0, -1})),
            message(RTM_NEWLINK, header(0), NAME, MTU, attribute(1, new byte[20])));

    assertThat(parse(answer).links().get(0).mac()).isEqualTo("0a:00:00:ff");
    assertThat(parse(answer).links().get(1).mac()).hasSize(59);
  }

  @Test
  void leavesOutOtherMessagesAndAttributes() throws Exception {
    byte[] bridgePort = int32(7, 7, 0, 0);
    byte[] answer =
        join(
            message(99, new byte[] {1, 2, 3, 4}),
            message(RTM_NEWLINK, bridgePort, NAME),
            message(RTM_NEWLINK, header(0), NAME, MTU, attribute(0x3ff0), attribute(18)),
            message(3));

    assertThat(parse(answer).links()).extracting(Link::name).containsExactly("eth0");
  }

  @Test
  void usesAgainWhatHasNotChanged() throws Exception {
    byte[] answer = Answers.captured("links");
    LinkMessages before = parse(answer);

    assertThat(LinkMessages.parse(answer, answer.length, before, false, _ -> {})).isSameAs(before);

    byte[] without = Arrays.copyOfRange(answer, firstMessage(answer), answer.length);
    LinkMessages fewer = LinkMessages.parse(without, without.length, before, false, _ -> {});
    assertThat(fewer).isEqualTo(parse(without));
    assertThat(fewer.links().getFirst()).isSameAs(before.links().get(1));

    LinkMessages more = LinkMessages.parse(answer, answer.length, fewer, false, _ -> {});
    assertThat(more).isEqualTo(before);
    assertThat(more.links().get(1)).isSameAs(before.links().get(1));
  }

  @Test
  void makesALinkAnewThatHasChangedInAnything() throws Exception {
    byte[] answer = Answers.captured("links");
    LinkMessages before = parse(answer);
    int changes = 0;
    for (int at = 0; at < answer.length; at++) {
      answer[at] ^= 1;
      try {
        LinkMessages anew = parse(answer);
        LinkMessages after = LinkMessages.parse(answer, answer.length, before, false, _ -> {});
        assertThat(after).isEqualTo(anew);
        changes += after.equals(before) ? 0 : 1;
      } catch (MalformedKernelDataException e) {
        assertThat(e).hasMessageStartingWith("rtm_getlink:");
      }
      answer[at] ^= 1;
    }
    assertThat(changes).isGreaterThan(8 * 20);
  }

  @Test
  void refusesAMessageWithoutAnEnd() {
    refused(int32(12, RTM_NEWLINK, 0, 0), "rtm_getlink:1: message: impossible length");
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    byte[] links = Answers.captured("links");
    byte[] answer = Arrays.copyOf(links, firstMessage(links));

    assertThat(
            Answers.refusedMutants(
                (bytes, length) ->
                    LinkMessages.parse(bytes, length, LinkMessages.NONE, true, _ -> {}),
                answer))
        .isBetween(30_000, 99_000);
    assertThat(Answers.acceptedBeginnings(LinkMessages::parse, answer)).isEqualTo(1);
  }

  private static void refused(byte[] answer, String problem) {
    assertThatThrownBy(() -> parse(answer))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith(problem);
  }

  /// `struct ifinfomsg` of device 7.
  private static byte[] header(int flags) {
    return int32(0, 7, flags, 0);
  }

  private static int firstMessage(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(0);
  }

  private static LinkMessages parse(byte[] bytes) throws MalformedKernelDataException {
    return LinkMessages.parse(bytes, bytes.length);
  }
}
