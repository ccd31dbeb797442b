// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import static dev.procpush.parse.netlink.Answers.attribute;
import static dev.procpush.parse.netlink.Answers.int32;
import static dev.procpush.parse.netlink.Answers.join;
import static dev.procpush.parse.netlink.Answers.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.LinkMessages.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What of the links is lost where something of the answer cannot be read.
class LostLinksTest {
  private static final int RTM_NEWLINK = 16;

  /// `struct ifinfomsg` of device 7.
  private static final byte[] HEADER = int32(0, 7, 0, 0);

  private static final byte[] NAME = attribute(3, "eth0");
  private static final byte[] MTU = attribute(4, int32(1500));

  @Test
  void losesALinkWithoutANameAlone() throws Exception {
    for (byte[] odd :
        List.of(
            message(RTM_NEWLINK, HEADER, MTU),
            message(RTM_NEWLINK, HEADER, attribute(3, "sixteen-letters-"), MTU))) {
      List<String> lost = new ArrayList<>();
      byte[] good = message(RTM_NEWLINK, HEADER, NAME, MTU);

      assertThat(lossy(join(odd, good), lost)).isEqualTo(parse(good).links()).hasSize(1);
      assertThat(lost)
          .singleElement()
          .asString()
          .startsWith("rtm_getlink:1: name: missing or too long");
    }
  }

  @Test
  void losesAnAttributeThatCannotBeAlone() throws Exception {
    List<String> lost = new ArrayList<>();
    Link plain = parse(message(RTM_NEWLINK, HEADER, NAME, MTU)).links().getFirst();

    assertThat(lossy(message(RTM_NEWLINK, HEADER, NAME, MTU, attribute(1, new byte[33])), lost))
        .containsExactly(plain);
    assertThat(
            lossy(
                message(
                    RTM_NEWLINK, HEADER, NAME, MTU, attribute(18, attribute(1, "k".repeat(65)))),
                lost))
        .containsExactly(plain);
    assertThat(lossy(message(RTM_NEWLINK, HEADER, NAME), lost))
        .extracting(Link::mtu)
        .containsExactly(KernelNumber.NONE);
    assertThat(lost)
        .extracting(text -> text.replaceFirst("rtm_getlink:1: ([a-z]+: [a-z ]+): .*", "$1"))
        .containsExactly("address: too long", "kind: too long", "mtu: missing");
  }

  /// Each attribute of a captured message cut short in turn.
  @Test
  void losesEachAttributeAlone() throws Exception {
    byte[] name = attribute(3, "eth0");
    byte[] all =
        join(name, MTU, attribute(5, int32(6)), attribute(16, (byte) 6), attribute(35, int32(9)));
    Link whole = parse(message(RTM_NEWLINK, HEADER, all)).links().getFirst();
    List<String> lost = new ArrayList<>();
    for (int type : new int[] {4, 5, 16, 35, 37}) {
      byte[] torn = join(all, attribute(type));
      Link link = lossy(message(RTM_NEWLINK, HEADER, torn), lost).getFirst();

      assertThat(link.mtu()).isEqualTo(type == 4 ? KernelNumber.NONE : whole.mtu());
      assertThat(link.linkIndex()).isEqualTo(type == 5 ? null : whole.linkIndex());
      assertThat(link.operState()).isEqualTo(type == 16 ? null : whole.operState());
      assertThat(link.carrierChanges())
          .isEqualTo(type == 35 ? KernelNumber.NONE : whole.carrierChanges());
      assertThat(link.linkNetnsId()).isNull();
    }
    assertThat(lost)
        .extracting(text -> text.replaceFirst("rtm_getlink:1: ([a-z ]+: [a-z ]+): .*", "$1"))
        .containsExactly(
            "mtu: too short",
            "mtu: missing",
            "link: too short",
            "operstate: too short",
            "carrier changes: too short",
            "link netnsid: too short");
  }

  @Test
  void losesAMessageThatCannotBeReadAlone() throws Exception {
    byte[] good = message(RTM_NEWLINK, HEADER, NAME, MTU);
    for (byte[] odd :
        List.of(
            message(RTM_NEWLINK, new byte[12]),
            message(RTM_NEWLINK, HEADER, NAME, MTU, int32(0)),
            message(RTM_NEWLINK, HEADER, NAME, MTU, attribute(18, int32(1))))) {
      List<String> lost = new ArrayList<>();

      assertThat(lossy(join(odd, good), lost)).isEqualTo(parse(good).links()).hasSize(1);
      assertThat(lost).singleElement().asString().startsWith("rtm_getlink:1: ");
    }
  }

  @Test
  void losesACounterBelowZeroAlone() throws Exception {
    byte[] counters = new byte[23 * Long.BYTES];
    Arrays.fill(counters, 0, Long.BYTES, (byte) 0xff); // rx_packets
    Arrays.fill(counters, 15 * Long.BYTES, 16 * Long.BYTES, (byte) 0xff); // rx_missed_errors
    byte[] answer = message(RTM_NEWLINK, HEADER, NAME, MTU, attribute(23, counters));
    List<String> lost = new ArrayList<>();

    LinkStatistics statistics =
        LinkMessages.parse(
                answer, answer.length, LinkMessages.NONE, true, e -> lost.add(e.getMessage()))
            .statistics()
            .getFirst();

    assertThat(statistics.receivePackets()).isEqualTo(KernelNumber.NONE);
    assertThat(statistics.receiveDrop()).isEqualTo(KernelNumber.NONE);
    assertThat(statistics.transmitPackets()).isZero();
    assertThat(statistics.receiveFrame()).isZero();
    assertThat(lost)
        .extracting(text -> text.replaceFirst("rtm_getlink:1: ([a-z_]+: [a-z ]+): .*", "$1"))
        .containsExactly("rx_packets: below zero", "rx_missed_errors: below zero");
  }

  private static List<Link> lossy(byte[] answer, List<String> lost)
      throws MalformedKernelDataException {
    return LinkMessages.parse(
            answer, answer.length, LinkMessages.NONE, false, e -> lost.add(e.getMessage()))
        .links();
  }

  private static LinkMessages parse(byte[] bytes) throws MalformedKernelDataException {
    return LinkMessages.parse(bytes, bytes.length);
  }
}
