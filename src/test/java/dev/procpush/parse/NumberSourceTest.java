// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberSourceTest {
  private static final String TABLE =
      """
      entries  clashres found
      00000002 00000001 0000000a
      00000002 00000003 00000014
      """;
  private static final String PROTOCOLS =
      "protocol\tsize sockets\nUDP  \t1 20\nTCP\t 2\t30\n\nTCP 3 40\n";

  @Test
  void aWholeFileIsOneNumber() throws Exception {
    assertThat(texts(new WholeFile(), "1\n")).containsExactly("1:1");
    assertThat(texts(new WholeFile(), " 12 \n\n")).containsExactly("1:12");
    assertThat(texts(new WholeFile(), "1\t2\n")).containsExactly("1:1\t2");
    assertThat(texts(new WholeFile(), "")).containsExactly("1:");
  }

  @Test
  void aColumnIsFoundByItsHeader() throws Exception {
    assertThat(texts(new TableColumn("clashres", null, false), TABLE))
        .containsExactly("2:00000001", "3:00000003");
    assertThat(texts(new TableColumn("found", null, true), TABLE)).containsExactly("2:0000000a");
    assertThat(texts(new TableColumn("entries", "00000002", false), TABLE)).hasSize(2);
  }

  @Test
  void aRowIsFoundByItsFirstField() throws Exception {
    assertThat(texts(new TableColumn("sockets", "TCP", false), PROTOCOLS))
        .containsExactly("3:30", "5:40");
    assertThat(texts(new TableColumn("sockets", "TCP", true), PROTOCOLS)).containsExactly("3:30");
    assertThat(texts(new TableColumn("sockets", null, false), PROTOCOLS)).hasSize(3);
  }

  @Test
  void aTableWithoutTheColumnOrTheRowIsMalformed() {
    assertMalformed(
        new TableColumn("new", null, false),
        TABLE,
        "f:1: no column 'new': \"entries  clashres found\"");
    assertMalformed(new TableColumn("new", null, false), "", "f:1: no column 'new': \"\"");
    assertMalformed(
        new TableColumn("sockets", "SCTP", false),
        PROTOCOLS,
        "f:1: no row 'SCTP': \"protocol\\u0009size sockets\"");
    assertMalformed(new TableColumn("a", null, false), "a b\n", "f:1: no row: \"a b\"");
    assertMalformed(new TableColumn("b", null, false), "a b\n1\n", "f:2: b: missing: \"1\"");
  }

  @Test
  void whatAnExpressionFindsIsTheNumber() throws Exception {
    FoundText source = new FoundText(NumberSourceTest::search);

    assertThat(texts(source, "x\nSctpCurrEstab\t42\n")).containsExactly("1:42");
    assertMalformed(source, "x\ny\n", "f:1: the expression finds nothing: \"x\"");
    assertMalformed(source, "", "f:1: the expression finds nothing: \"\"");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyBytesAreNumbersOrMalformed(long seed) {
    List<NumberSource> sources =
        List.of(
            new WholeFile(),
            new TableColumn("sockets", "TCP", false),
            new TableColumn("sockets", null, true),
            new FoundText(NumberSourceTest::search));
    ByteMutants mutants = new ByteMutants(PROTOCOLS.getBytes(UTF_8), seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = mutants.next();
      for (NumberSource source : sources) {
        try {
          for (NumberText number : source.parse(new ByteCursor("f", mutant, mutant.length))) {
            assertThat(number.decimal(10)).isFinite();
            number.unsigned(10);
          }
        } catch (MalformedKernelDataException e) {
          assertThat(e).hasMessageStartingWith("f:");
        }
      }
    }
  }

  private static Optional<String> search(String text) {
    Matcher matcher = Pattern.compile("Estab\\s+(\\w+)").matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// The array is longer than the file, as those are that are used again.
  private static List<String> texts(NumberSource source, String text)
      throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 8);
    Arrays.fill(longer, bytes.length, longer.length, (byte) '9');
    return source.parse(new ByteCursor("f", longer, bytes.length)).stream()
        .map(number -> number.line() + ":" + number.text())
        .toList();
  }

  private static void assertMalformed(NumberSource source, String text, String message) {
    assertThatExceptionOfType(MalformedKernelDataException.class)
        .isThrownBy(() -> texts(source, text))
        .withMessage(message);
  }
}
