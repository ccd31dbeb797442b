// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
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

class NetSnmp6Test {
  private static final String IP6 = line("Ip6InReceives", "1") + line("Ip6InOctets", "128");
  private static final String UDP6 = line("Udp6InDatagrams", "3") + line("UdpLite6NoPorts", "4");

  private final NetSnmp6 parser = new NetSnmp6(_ -> true);

  @Test
  void splitsEachNameBehindItsProtocol() throws Exception {
    assertThat(parse(IP6 + line("Icmp6InMsgs", "2") + UDP6))
        .containsOnly(
            Map.entry("Ip6_InReceives", "1"),
            Map.entry("Ip6_InOctets", "128"),
            Map.entry("Icmp6_InMsgs", "2"),
            Map.entry("Udp6_InDatagrams", "3"),
            Map.entry("UdpLite6_NoPorts", "4"));
  }

  @Test
  void readsUnsigned64BitsAndNamesAsLongAsTheirColumn() throws Exception {
    assertThat(parse("Ip6" + "N".repeat(40) + "\t18446744069414584319\n"))
        .containsEntry("Ip6_" + "N".repeat(40), "18446744069414584319");
  }

  @Test
  void readsNamespacesThatHaveSeenDifferentMessages() throws Exception {
    for (int round = 0; round < 3; round++) {
      for (int type = 0; type < 255; type++) {
        String message =
            line("Icmp6InType" + type, Integer.toString(round))
                + line("Icmp6OutType" + (type + 1), "7");

        assertThat(parse(IP6 + message + UDP6))
            .hasSize(6)
            .containsEntry("Icmp6_InType" + type, Integer.toString(round))
            .containsEntry("Ip6_InOctets", "128")
            .containsEntry("UdpLite6_NoPorts", "4");
        assertThat(parse(IP6 + UDP6)).hasSize(4);
      }
    }
  }

  @Test
  void readsLinesInAnyOrder() throws Exception {
    parse(IP6 + UDP6);

    assertThat(parse(UDP6 + IP6)).isEqualTo(parse(IP6 + UDP6));
  }

  @Test
  void asksOnceWhetherAFieldIsWantedAndReadsNoOther() throws Exception {
    Set<String> asked = new HashSet<>();
    Predicate<String> octets = name -> asked.add(name) && name.endsWith("Octets");
    NetSnmp6 onlyOctets = new NetSnmp6(octets);

    for (int round = 0; round < 3; round++) {
      assertThat(ProtocolText.parse(onlyOctets, IP6 + UDP6)).containsOnlyKeys("Ip6_InOctets");
    }
    assertThat(asked).hasSize(4);
  }

  @Test
  void passesOverOtherProtocols() throws Exception {
    assertThat(parse(IP6 + line("Quic6InPkts", "9") + line("ifIndex", "2") + line("Ip6", "2")))
        .containsOnlyKeys("Ip6_InReceives", "Ip6_InOctets");
  }

  @ParameterizedTest
  @CsvSource({
    "composed/linux-3.4,76",
    "captured/debian12-protocols,91",
    "composed/linux-6.18-and-more,85"
  })
  void readsEveryKernelsFields(String host, int fields) throws Exception {
    assertThat(parse(ProtocolText.fixture(host, "snmp6")))
        .hasSize(fields)
        .containsKeys("Ip6_InOctets", "Icmp6_OutMLDv2Reports", "Udp6_SndbufErrors");
  }

  @Test
  void readsOneKernelsFilesAfterAnothers() throws Exception {
    for (String host :
        List.of("composed/linux-3.4", "captured/debian12-protocols", "composed/linux-3.4")) {
      String text = ProtocolText.fixture(host, "snmp6");
      NetSnmp6 fresh = new NetSnmp6(_ -> true);

      assertThat(parse(text)).isEqualTo(ProtocolText.parse(fresh, text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ip6InOctets\t1"})
  void givesNothingOfAFileThatIsEmptyOrCut(String end) {
    assertThatThrownBy(() -> parse(end.isEmpty() ? "" : UDP6 + end))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "Ip6InOctets 1\n",
        "Ip6InOctets\t\n",
        "Ip6InOctets\t1 2\n",
        "Ip6InOctets\tx\n",
        "Ip6InOctets\t-\n",
        "Ip6InOctets\t-1\n",
        "Ip6InOctets\t18446744073709551616\n",
        "\t1\n",
        "Quic6\t\n"
      })
  void losesALineAlone(String line) throws Exception {
    String last = line("Ip6OutOctets", "3");
    Map<String, String> others = parse(UDP6 + last);

    for (int round = 0; round < 2; round++) {
      assertThat(parse(line + UDP6 + line + last)).isEqualTo(others);
    }
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    String text = ProtocolText.fixture("captured/debian12-protocols", "snmp6");

    assertThat(
            SpoiledFields.costThemselvesAlone(
                () -> new NetSnmp6(_ -> true), text, ProtocolText::values))
        .isEqualTo(text.lines().count());
  }

  @Test
  void tellsOfAnyFileWhatAFreshParserTells() {
    Predicate<String> some = name -> name.endsWith("s");

    ProtocolText.tellsWhatAFreshOneTells(
        () -> new NetSnmp6(some), IP6 + line("Icmp6InMsgs", "2") + UDP6 + IP6);
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    String text = IP6 + line("Icmp6InType135", "2") + UDP6;

    assertThat(ProtocolText.refusedMutants(parser, text)).isBetween(1_000, 99_000);
  }

  private Map<String, String> parse(String text) throws MalformedKernelDataException {
    return ProtocolText.parse(parser, text);
  }

  private static String line(String name, String value) {
    return "%-32s\t%s\n".formatted(name, value);
  }
}
