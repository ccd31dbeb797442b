// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.SpoiledFields;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnmpTableTest {
  private static final String IP = "Ip: Forwarding DefaultTTL InReceives\nIp: 1 64 38263\n";
  private static final String ICMP_MSG = "IcmpMsg: InType3 OutType3\nIcmpMsg: 5 6\n";
  private static final String TCP = "Tcp: RtoAlgorithm MaxConn InSegs\nTcp: 1 -1 38219\n";

  private final SnmpTable table = new SnmpTable(_ -> true);

  @Test
  void findsEachValueByItsName() throws Exception {
    assertThat(parse(IP + ICMP_MSG))
        .containsOnly(
            Map.entry("Ip_Forwarding", "1"),
            Map.entry("Ip_DefaultTTL", "64"),
            Map.entry("Ip_InReceives", "38263"),
            Map.entry("IcmpMsg_InType3", "5"),
            Map.entry("IcmpMsg_OutType3", "6"));
  }

  @Test
  void takesANumberBelowZeroForNone() throws Exception {
    assertThat(parse(TCP))
        .containsOnly(Map.entry("Tcp_RtoAlgorithm", "1"), Map.entry("Tcp_InSegs", "38219"));
  }

  @Test
  void readsUnsigned64Bits() throws Exception {
    assertThat(parse("IpExt: InOctets\nIpExt: 18446744069414584319\n"))
        .containsEntry("IpExt_InOctets", "18446744069414584319");
  }

  @Test
  void keepsAFieldsColumnWhateverTheOrderOfTheNextFile() throws Exception {
    byte[] first = (IP + TCP).getBytes(ISO_8859_1);
    ProtocolCounters counters = table.parse(new ByteCursor("file", first, first.length));
    int inSegs = column(counters, "Tcp_InSegs");

    parse("Tcp: InSegs Extra RtoAlgorithm\nTcp: 7 8 9\n" + ICMP_MSG + IP);

    assertThat(counters.field(inSegs).kernelName()).isEqualTo("Tcp_InSegs");
    assertThat(counters.value(inSegs)).isEqualTo(7);
    assertThat(counters.value(column(counters, "Tcp_MaxConn"))).isEqualTo(KernelNumber.NONE);
  }

  @Test
  void forgetsTheValuesOfTheFileBefore() throws Exception {
    parse(IP + ICMP_MSG + TCP);

    assertThat(parse(TCP)).containsOnlyKeys("Tcp_RtoAlgorithm", "Tcp_InSegs");
  }

  @Test
  void readsNamespacesThatHaveSeenDifferentMessages() throws Exception {
    for (int round = 0; round < 3; round++) {
      for (int type = 0; type < 255; type++) {
        String message =
            "IcmpMsg: InType%d OutType%d\nIcmpMsg: %d 1\n".formatted(type, type + 1, round);

        assertThat(parse(IP + message + TCP))
            .hasSize(7)
            .containsEntry("IcmpMsg_InType" + type, Integer.toString(round))
            .containsEntry("Ip_InReceives", "38263")
            .containsEntry("Tcp_InSegs", "38219");
      }
    }
  }

  @Test
  void asksOnceWhetherAFieldIsWantedAndReadsNoOther() throws Exception {
    Set<String> asked = new HashSet<>();
    Predicate<String> onlySegments = name -> asked.add(name) && name.endsWith("Segs");
    SnmpTable segments = new SnmpTable(onlySegments);

    for (int round = 0; round < 3; round++) {
      assertThat(ProtocolText.parse(segments, IP + TCP + ICMP_MSG)).containsOnlyKeys("Tcp_InSegs");
    }
    assertThat(asked).hasSize(8);
  }

  @Test
  void passesOverWhatIsNoName() throws Exception {
    String longest = "L".repeat(80);

    assertThat(
            parse(
                "A.b: InSegs\nA.b: 1\nTcp: In-Segs Ü %s %sL\nTcp: 2 3 4 5\n"
                    .formatted(longest, longest)))
        .containsOnlyKeys("Tcp_" + longest);
  }

  @Test
  void readsNoMoreThanABoundedNumberOfFields() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      parse("Tcp: Field%d\nTcp: 1\n".formatted(i));
    }
    byte[] bytes = TCP.getBytes(ISO_8859_1);

    assertThat(table.parse(new ByteCursor("file", bytes, bytes.length)).size()).isEqualTo(4096);
  }

  @ParameterizedTest
  @CsvSource({
    "composed/linux-3.4,88,94",
    "captured/debian12-protocols,83,229",
    "composed/linux-6.18-and-more,79,231"
  })
  void readsEveryKernelsFields(String host, int snmp, int netstat) throws Exception {
    SnmpTable other = new SnmpTable(_ -> true);

    assertThat(parse(ProtocolText.fixture(host, "snmp")))
        .hasSize(snmp)
        .containsKeys("Ip_OutRequests", "Icmp_InMsgs", "Tcp_OutRsts", "Udp_SndbufErrors");
    assertThat(ProtocolText.parse(other, ProtocolText.fixture(host, "netstat")))
        .hasSize(netstat)
        .containsKeys("TcpExt_ListenDrops", "IpExt_InOctets");
  }

  @Test
  void readsOneKernelsFilesAfterAnothers() throws Exception {
    for (String host :
        List.of("composed/linux-3.4", "captured/debian12-protocols", "composed/linux-3.4")) {
      for (String file : List.of("snmp", "netstat")) {
        String text = ProtocolText.fixture(host, file);
        SnmpTable fresh = new SnmpTable(_ -> true);

        assertThat(parse(text)).isEqualTo(ProtocolText.parse(fresh, text));
      }
    }
  }

  /// Each composed value stands once in its file, so what is read can be checked without a parser.
  @Test
  void takesEachValueFromItsColumn() throws Exception {
    Map<String, String> values = parse(ProtocolText.fixture("composed/linux-3.4", "snmp"));

    assertThat(values)
        .containsEntry("Ip_Forwarding", "2")
        .containsEntry("Ip_FragCreates", "117")
        .containsEntry("Icmp_OutAddrMaskReps", "226")
        .containsEntry("IcmpMsg_InType0", "301")
        .containsEntry("IcmpMsg_OutType14", "318")
        .containsEntry("Tcp_ActiveOpens", "401")
        .containsEntry("Tcp_OutRsts", "410")
        .containsEntry("UdpLite_SndbufErrors", "516");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Tcp: InSegs\nTcp: 1", "Udp: InErrors"})
  void givesNothingOfAFileThatIsEmptyOrCut(String end) {
    String text = end.isEmpty() ? "" : IP + end;

    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "Tcp\nTcp\n",
        "Tcp: InSegs\n",
        "Tcp: InSegs\nUdp: 1\n",
        "Tcp: InSegs\nTcp: \n",
        "Tcp: InSegs OutSegs\nTcp: 1\n",
        "Tcp: InSegs\nTcp: 1 2\n",
        "Tcp: InSegs\nTcp: x\n",
        "Tcp: InSegs\nTcp: -\n",
        "Tcp: InSegs\nTcp: --1\n",
        "Tcp: InSegs\nTcp: - 1\n",
        "Tcp: InSegs\nTcp: -x\n",
        "Tcp: InSegs\nTcp: 18446744073709551616\n",
        "Tcp: InSegs\nTcp: 18446744073709551615\n",
      })
  void losesASectionAlone(String section) throws Exception {
    Map<String, String> others = parse(IP + ICMP_MSG);

    for (int round = 0; round < 2; round++) {
      assertThat(parse(IP + section + ICMP_MSG)).isEqualTo(others);
    }
  }

  @Test
  void losesANumberAlone() throws Exception {
    String names = "Tcp: RtoAlgorithm MaxConn InSegs OutSegs\n";

    for (int round = 0; round < 2; round++) {
      assertThat(parse(names + "Tcp: 1 -1 4x 7\n"))
          .isEqualTo(Map.of("Tcp_RtoAlgorithm", "1", "Tcp_OutSegs", "7"));
    }
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.costThemselvesAlone(
        () -> new SnmpTable(_ -> true),
        ProtocolText.fixture("captured/debian12-protocols", "snmp").replace(" -1 ", " 9 "),
        ProtocolText::values);
  }

  @Test
  void namesFileLineAndFieldOfWhatIsWrong() throws Exception {
    ByteCursor text = text(IP + "Tcp: RtoAlgorithm MaxConn InSegs\nTcp: 1 -1 4x\n");
    table.parse(text);

    assertThat(text.losses()).isEqualTo(1);
    assertThat(text.firstLoss())
        .hasMessage("file:4: InSegs: not a number: \"Tcp: 1 -1 4x\"")
        .extracting(MalformedKernelDataException::loss)
        .isEqualTo(Loss.VALUE);
  }

  @Test
  void saysThatASectionHasTooFewValues() throws Exception {
    ByteCursor text = text("TcpExt: A B\nTcpExt: 1\n" + IP);
    new SnmpTable(_ -> false).parse(text);

    assertThat(text.firstLoss())
        .hasMessage("file:2: B: missing: \"TcpExt: 1\"")
        .extracting(MalformedKernelDataException::loss)
        .isEqualTo(Loss.SECTION);
  }

  private static ByteCursor text(String text) {
    return new ByteCursor("file", text.getBytes(ISO_8859_1), text.length());
  }

  @Test
  void namesTheFirstLineOfAnEmptyFile() {
    assertThatThrownBy(() -> parse("")).hasMessage("file:1: names: missing: \"\"");
  }

  @Test
  void tellsOfAnyFileWhatAFreshParserTells() {
    Predicate<String> some = name -> !name.endsWith("L");

    ProtocolText.tellsWhatAFreshOneTells(() -> new SnmpTable(some), IP + ICMP_MSG + TCP);
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    String text = IP + ICMP_MSG + TCP;

    assertThat(ProtocolText.refusedMutants(table, text)).isBetween(1_000, 99_000);
  }

  private Map<String, String> parse(String text) throws MalformedKernelDataException {
    return ProtocolText.parse(table, text);
  }

  private static int column(ProtocolCounters counters, String kernelName) {
    int column = 0;
    while (!counters.field(column).kernelName().equals(kernelName)) {
      column++;
    }
    return column;
  }
}
