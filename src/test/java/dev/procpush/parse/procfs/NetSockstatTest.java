// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.procfs.NetSockstat.Field;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetSockstatTest {
  private static final String TEXT =
      """
      sockets: used 187
      TCP: inuse 11 orphan 2 tw 3 alloc 23 mem 4
      UDP: inuse 5 mem 6
      UDPLITE: inuse 1
      RAW: inuse 7
      FRAG: inuse 8 memory 9000
      """;
  private static final String TEXT6 =
      """
      TCP6: inuse 12
      UDP6: inuse 13
      UDPLITE6: inuse 2
      RAW6: inuse 14
      FRAG6: inuse 15 memory 16000
      """;

  @Test
  void readsTheNumbersOfEachProtocol() throws Exception {
    assertThat(values(parse(TEXT)))
        .containsOnly(
            Map.entry(Field.SOCKETS_USED, 187L),
            Map.entry(Field.TCP_INUSE, 11L),
            Map.entry(Field.TCP_ORPHAN, 2L),
            Map.entry(Field.TCP_TW, 3L),
            Map.entry(Field.TCP_ALLOC, 23L),
            Map.entry(Field.TCP_MEM, 4L),
            Map.entry(Field.UDP_INUSE, 5L),
            Map.entry(Field.UDP_MEM, 6L),
            Map.entry(Field.UDPLITE_INUSE, 1L),
            Map.entry(Field.RAW_INUSE, 7L),
            Map.entry(Field.FRAG_INUSE, 8L),
            Map.entry(Field.FRAG_MEMORY, 9000L));
  }

  @Test
  void readsTheNumbersOfIpv6() throws Exception {
    assertThat(values(parse6(TEXT6)))
        .containsOnly(
            Map.entry(Field.TCP6_INUSE, 12L),
            Map.entry(Field.UDP6_INUSE, 13L),
            Map.entry(Field.UDPLITE6_INUSE, 2L),
            Map.entry(Field.RAW6_INUSE, 14L),
            Map.entry(Field.FRAG6_INUSE, 15L),
            Map.entry(Field.FRAG6_MEMORY, 16000L));
  }

  @Test
  void readsWhatAnotherKernelAdds() throws Exception {
    assertThat(values(parse(ProtocolText.fixture("composed/linux-6.18-and-more", "sockstat"))))
        .hasSize(11)
        .containsEntry(Field.TCP_ORPHAN, 2L)
        .doesNotContainKey(Field.UDPLITE_INUSE);
    assertThat(values(parse6(ProtocolText.fixture("composed/linux-6.18-and-more", "sockstat6"))))
        .hasSize(5);
  }

  @Test
  void readsWhatTheKernelPrinted() throws Exception {
    assertThat(values(parse(ProtocolText.fixture("captured/debian12-protocols", "sockstat"))))
        .hasSize(12);
    assertThat(values(parse6(ProtocolText.fixture("captured/debian12-protocols", "sockstat6"))))
        .hasSize(6);
  }

  @Test
  void lacksWhatTheFileLacks() throws Exception {
    NetSockstat sockstat = parse("TCP: inuse 5\n");

    assertThat(sockstat.value(Field.TCP_TW)).isEqualTo(KernelNumber.NONE);
  }

  @Test
  void takesANumberBelowZeroForNone() throws Exception {
    assertThat(values(parse("TCP: inuse 5 mem -1 tw 0\n")))
        .containsOnly(Map.entry(Field.TCP_INUSE, 5L), Map.entry(Field.TCP_TW, 0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TCP: inuse 1"})
  void givesNothingOfAFileThatIsEmptyOrCut(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:1: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "UDP\n",
        ": inuse 1\n",
        "UDP: inuse\n",
        "UDP: inuse x\n",
        "UDP: inuse 4294967295\n",
        "UDP: inuse 9223372036854775808\n",
        "QUIC: inuse\n"
      })
  void losesALineAlone(String line) throws Exception {
    assertThat(values(parse("TCP: inuse 5\n" + line + "RAW: inuse 6\n")))
        .containsOnly(Map.entry(Field.TCP_INUSE, 5L), Map.entry(Field.RAW_INUSE, 6L));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    for (String text : List.of(TEXT, TEXT6)) {
      SpoiledFields.costThemselvesAlone(
          () -> NetSockstat::parse,
          text,
          sockstat -> {
            Map<String, Long> values = new TreeMap<>();
            values(sockstat).forEach((field, value) -> values.put(field.name(), value));
            return values;
          });
    }
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(NetSockstat::parse, TEXT)).isBetween(1_000, 99_000);
    assertThat(RecordChanges.refusedMutants(NetSockstat::parse, TEXT6)).isBetween(1_000, 99_000);
  }

  private static Map<Field, Long> values(NetSockstat sockstat) {
    Map<Field, Long> values = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      if (KernelNumber.isKnown(sockstat.value(field))) {
        values.put(field, sockstat.value(field));
      }
    }
    return values;
  }

  private static NetSockstat parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return NetSockstat.parse(new ByteCursor("file", bytes, bytes.length));
  }

  private static NetSockstat parse6(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return NetSockstat.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
