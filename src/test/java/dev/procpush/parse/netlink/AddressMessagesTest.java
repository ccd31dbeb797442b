// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import static dev.procpush.parse.netlink.Answers.attribute;
import static dev.procpush.parse.netlink.Answers.int32;
import static dev.procpush.parse.netlink.Answers.join;
import static dev.procpush.parse.netlink.Answers.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.AddressMessages.Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMessagesTest {
  private static final int RTM_NEWADDR = 20;
  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;
  private static final byte[] ONE = {10, 0, 0, 1};
  private static final byte[] TWO = {10, 0, 0, 2};

  /// What `ip -j addr` told.
  @Test
  void readsWhatThisKernelTells() throws Exception {
    AddressMessages messages = parse(Answers.captured("addresses"));

    assertThat(messages.addresses())
        .extracting(address -> address.interfaceIndex() + " " + address.text())
        .containsExactlyInAnyOrder(
            "1 127.0.0.1/8",
            "1 ::192.0.2.7/128",
            "1 2001:db8:1:0:1:0:1:0/128",
            "1 2001::1:0:0:1:0/128",
            "1 ::ffff:192.0.2.1/128",
            "1 ::1/128",
            "2 10.0.0.5/24",
            "2 10.0.0.6/24",
            "2 2001:db8:0:1::1/128",
            "2 2001:db8::5/64",
            "2 fe80::ff:fe00:1/64",
            "4 10.1.0.1/32",
            "6 fe80::2844:79ff:fe9a:41e4/64");
    assertThat(messages.addresses())
        .contains(
            new Address(2, false, 0, 0x0a000005, 24, 0, "10.0.0.5/24"),
            new Address(2, true, 0xfe80L << 48, 0xfffe000001L, 64, 253, "fe80::ff:fe00:1/64"));
  }

  /// Expected texts: RFC 5952 and what `inet_ntop` gives.
  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:FFFF, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:102:304, ::1.2.3.4",
    "1:0:0:0:0:ffff:102:304, 1::ffff:102:304",
    "0:1:0:0:0:0:0:0, 0:1::",
    "64:ff9b:0:0:0:0:102:304, 64:ff9b::102:304"
  })
  void writesAsRfc5952Says(String address, String text) throws Exception {
    byte[] answer = ipv6(InetAddress.ofLiteral(address).getAddress());

    assertThat(parse(answer).addresses().getFirst().text()).isEqualTo(text + "/64");
  }

  @Test
  void writesAnIpv4AddressWithinOfIpv6() throws Exception {
    byte[] mapped =
        ByteBuffer.allocate(16).putShort(10, (short) 0xffff).putInt(12, 0xfffefdfc).array();

    assertThat(parse(ipv6(mapped)).addresses().getFirst().text())
        .isEqualTo("::ffff:255.254.253.252/64");
  }

  @Test
  void takesTheOwnEndOfALine() throws Exception {
    byte[] local = attribute(LOCAL, ONE);
    byte[] peer = attribute(ADDRESS, TWO);

    for (byte[] answer :
        new byte[][] {
          message(RTM_NEWADDR, header(2, 32), peer, local),
          message(RTM_NEWADDR, header(2, 32), local, peer)
        }) {
      assertThat(parse(answer).addresses())
          .extracting(Address::text)
          .containsExactly("10.0.0.1/32");
    }
  }

  @Test
  void leavesOutOtherMessagesAndProtocols() throws Exception {
    byte[] mctp = message(RTM_NEWADDR, header(45, 0), attribute(LOCAL, (byte) 8));
    byte[] answer =
        join(message(99), mctp, message(RTM_NEWADDR, header(2, 8), attribute(LOCAL, ONE)));

    assertThat(parse(answer).addresses()).extracting(Address::text).containsExactly("10.0.0.1/8");
  }

  @Test
  void usesAgainWhatHasNotChanged() throws Exception {
    byte[] answer = Answers.captured("addresses");
    AddressMessages before = parse(answer);

    assertThat(AddressMessages.parse(answer, answer.length, before, _ -> {})).isSameAs(before);
    assertThat(AddressMessages.parse(answer, 0, before, _ -> {}).addresses()).isEmpty();
    for (int at = 0; at < answer.length; at++) {
      answer[at] ^= 1;
      try {
        AddressMessages anew = parse(answer);
        assertThat(AddressMessages.parse(answer, answer.length, before, _ -> {})).isEqualTo(anew);
      } catch (MalformedKernelDataException e) {
        assertThat(e).hasMessageStartingWith("rtm_getaddr:");
      }
      answer[at] ^= 1;
    }
  }

  @Test
  void losesAnAddressThatIsNoneAlone() throws Exception {
    lost(message(RTM_NEWADDR, header(2, 8)), "address: missing");
    lost(message(RTM_NEWADDR, header(10, 8), attribute(LOCAL, ONE)), "address: missing");
    lost(message(RTM_NEWADDR, header(2, 33), attribute(LOCAL, ONE)), "prefix length: too long");
  }

  private static void lost(byte[] odd, String problem) throws MalformedKernelDataException {
    byte[] good = message(RTM_NEWADDR, header(2, 8), attribute(LOCAL, ONE));
    byte[] answer = join(odd, good);
    List<String> lost = new ArrayList<>();

    assertThat(
            AddressMessages.parse(
                    answer, answer.length, AddressMessages.NONE, e -> lost.add(e.getMessage()))
                .addresses())
        .isEqualTo(parse(good).addresses())
        .hasSize(1);
    assertThat(lost).singleElement().asString().startsWith("rtm_getaddr:1: " + problem);
  }

  @Test
  void losesAMessageThatCannotBeReadAlone() throws Exception {
    lost(message(RTM_NEWADDR, new byte[4]), "message: too short");
    lost(
        message(RTM_NEWADDR, header(2, 8), attribute(LOCAL, ONE), int32(0)),
        "attribute: impossible length");
  }

  @Test
  void refusesAMessageWithoutAnEnd() {
    refused(int32(12, RTM_NEWADDR, 0, 0), "message: impossible length");
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    byte[] answer = Answers.captured("addresses");

    assertThat(Answers.refusedMutants(AddressMessages::parse, answer)).isBetween(30_000, 99_000);
    assertThat(Answers.acceptedBeginnings(AddressMessages::parse, answer)).isEqualTo(13);
  }

  private static void refused(byte[] answer, String problem) {
    assertThatThrownBy(() -> parse(answer))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("rtm_getaddr:1: " + problem);
  }

  private static byte[] ipv6(byte[] address) {
    return message(RTM_NEWADDR, header(10, 64), attribute(ADDRESS, address));
  }

  private static byte[] header(int family, int prefixLength) {
    return join(new byte[] {(byte) family, (byte) prefixLength, 0, 0}, int32(3));
  }

  private static AddressMessages parse(byte[] bytes) throws MalformedKernelDataException {
    return AddressMessages.parse(bytes, bytes.length);
  }
}
