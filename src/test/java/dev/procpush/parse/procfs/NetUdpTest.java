// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetUdpTest {
  private static final String HEADER =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
          + "   uid  timeout inode ref pointer drops             \n";

  @Test
  void sumsTheSocketsOfARealNamespace() throws Exception {
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-sockets/net/udp")))
        .isEqualTo(new NetUdp(2, 0, 7488, 41));
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-sockets/net/udp6")))
        .isEqualTo(new NetUdp(1, 0, 7488, 31));
  }

  /// There, 2³¹ drops are printed as -2147483648, and a queue may be a little less than nothing.
  @Test
  void readsAnOldKernelsNumbers() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-3.18-network/net/udp")))
        .isEqualTo(new NetUdp(3, 0x300, 0x34f00, 0x8000_0000L + 0xffff_ffffL));
  }

  @Test
  void readsANamespaceWithoutSockets() throws Exception {
    assertThat(parse(HEADER)).isEqualTo(new NetUdp(0, 0, 0, 0));
  }

  @Test
  void passesOverColumnsBehindTheDrops() throws Exception {
    assertThat(
            parse(HEADER.replace("drops", "drops more") + line("1:2", "3").replace("\n", " 9\n")))
        .isEqualTo(new NetUdp(1, 1, 2, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "0: a:1 b:2 07 0:0 0:0 0 0 0 1 2\n", "0: a:1 b:2 07 0:0 0:0 0 0 0 1 2 p\n"})
  void sumsTheSocketsBesideOneThatCannotBeRead(String line) throws Exception {
    assertThat(parse(HEADER + line + line("1:2", "3") + line)).isEqualTo(new NetUdp(1, 1, 2, 3));
  }

  @Test
  void losesTheSumOfANumberThatCannotBeRead() throws Exception {
    String line = line("9:9", "x") + line("1:2", "3");

    assertThat(parse(HEADER + line)).isEqualTo(new NetUdp(2, 10, 11, NONE));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.hexadecimalCostThemselvesAlone(
        () -> NetUdp::parse,
        HEADER,
        line("00000010:00000020", "00000030"),
        udp ->
            Map.of(
                "sockets", udp.sockets(),
                "transmitQueue", udp.transmitQueue(),
                "receiveQueue", udp.receiveQueue(),
                "drops", udp.drops()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0: a:1 b:2 07 0:0 0:0 0 0 0 1 2 p 5"})
  void givesNothingOfAFileThatIsEmptyOrCut(String line) {
    assertThatThrownBy(() -> parse(line.isEmpty() ? "" : HEADER + line))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void refusesTheTableOfAnotherProtocol() {
    assertThatThrownBy(() -> parse(HEADER.replace("ref pointer drops", "")))
        .hasMessageStartingWith("file:1: header: no column ref: ");
  }

  @Test
  void changesExactlyTheFieldWhoseDigitChanges() throws Exception {
    String text = HEADER + line("00000010:00000020", "30");

    assertThat(RecordChanges.afterDigitChange(NetUdp::parse, text, "00000010:"))
        .containsExactly("transmitQueue");
    assertThat(RecordChanges.afterDigitChange(NetUdp::parse, text, "00000020"))
        .containsExactly("receiveQueue");
    assertThat(RecordChanges.afterDigitChange(NetUdp::parse, text, "30\n"))
        .containsExactly("drops");
  }

  @Test
  void survivesAHundredThousandMutants() {
    String text = HEADER + line("00000010:00000020", "30") + line("0:0", "-1");

    assertThat(RecordChanges.refusedMutants(NetUdp::parse, text)).isBetween(10_000, 99_000);
  }

  private static String line(String queues, String drops) {
    return "  387: 0100007F:1F90 00000000:0000 07 %s 00:00000000 00000000     0        0 2209 2 000000007e9d97b0 %s\n"
        .formatted(queues, drops);
  }

  private static NetUdp parse(String text) throws MalformedKernelDataException {
    return (NetUdp) RecordChanges.parse(NetUdp::parse, text);
  }
}
