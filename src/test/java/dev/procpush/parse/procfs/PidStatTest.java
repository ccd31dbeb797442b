// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidStatTest {
  private static final String TAIL =
      " S 41 42 42 0 -1 4194560 36733 13559896 17 1121 60 270 18046 9169 10 -10 13 0 987654 484679"
          + " 4114 18446744073709551615 1 1\n";
  private static final String TEXT = "4242 (sh)" + TAIL;

  @Test
  void readsWhatTellsAProcessFromOthers() throws Exception {
    assertThat(parse(TEXT))
        .isEqualTo(new PidStat(4242, "sh", 'S', 41, 36733, 17, 60, 270, 18046, 9169, 13, 987654));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", ") S 1 (", "(sd-pam)", "runc:[2:INIT]", "1 2 3", "line\nfeed", "é", ""})
  void takesAnyNameAProcessGivesItself(String comm) throws Exception {
    PidStat stat = parse("7 (" + comm + ")" + TAIL);

    assertThat(stat)
        .isEqualTo(new PidStat(7, comm, 'S', 41, 36733, 17, 60, 270, 18046, 9169, 13, 987654));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "42",
        "42 sh S 1",
        "(sh) S 1 2\n",
        "x (sh)" + TAIL,
        "1 2 (sh)" + TAIL,
        "42 (sh)",
        "42 (sh)\n",
        "42 (sh) SS 1 2 3\n",
        "42 (sh) S 1 2 3 4\n",
        "42 (sh) S x" + TAIL,
        "42 )sh(" + TAIL
      })
  void refusesWhatTheKernelNeverWrites(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void spellsOutANameThatIsNoText() throws Exception {
    byte[] bytes = ("7 (a\u00ff)" + TAIL).getBytes(ISO_8859_1);

    assertThat(PidStat.parse(new ByteCursor("file", bytes, bytes.length)).comm())
        .isEqualTo("a\\xff");
  }

  @Test
  void takesTheNameItIsTold() throws Exception {
    byte[] bytes = TEXT.getBytes(UTF_8);
    String known = String.copyValueOf(new char[] {'s', 'h'});

    assertThat(PidStat.parse(new ByteCursor("file", bytes, bytes.length), known).comm())
        .isSameAs(known);
    assertThat(PidStat.parse(new ByteCursor("file", bytes, bytes.length), "bash").comm())
        .isEqualTo("sh");
  }

  @Test
  void losesANumberAlone() throws Exception {
    assertThat(parse(TEXT.replace(" 36733 ", " x ").replace(" 60 270 ", " -1 270 ")))
        .isEqualTo(new PidStat(4242, "sh", 'S', 41, NONE, 17, NONE, 270, 18046, 9169, 13, 987654));
  }

  @Test
  void tellsWhatHasEnded() throws Exception {
    assertThat(parse(TEXT).hasEnded()).isFalse();
    assertThat(parse(TEXT.replace(" S ", " Z ")).hasEnded()).isFalse();
    assertThat(parse(TEXT.replace(" S ", " Z ").replace(" 13 0 9", " 1 0 9")).hasEnded()).isTrue();
    assertThat(parse(TEXT.replace(" 13 0 9", " 1 0 9")).hasEnded()).isFalse();
  }

  @Test
  void refusesATornRead() {
    for (int end = 0; end < TEXT.length(); end++) {
      String torn = TEXT.substring(0, end);
      assertThatThrownBy(() -> parse(torn)).isInstanceOf(MalformedKernelDataException.class);
    }
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(PidStat::parse, TEXT)).isBetween(10_000, 90_000);
  }

  @Test
  void changesTheFieldWhoseDigitChanges() throws Exception {
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "4242")).containsExactly("pid");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "41 "))
        .containsExactly("parent");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "987654"))
        .containsExactly("startTime");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "60 270"))
        .containsExactly("userTime");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "270 "))
        .containsExactly("systemTime");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "36733"))
        .containsExactly("minorFaults");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "17 1121"))
        .containsExactly("majorFaults");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "18046"))
        .containsExactly("childrenUserTime");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "9169"))
        .containsExactly("childrenSystemTime");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "13 0"))
        .containsExactly("threads");
    assertThat(RecordChanges.afterDigitChange(PidStat::parse, TEXT, "4194560")).isEmpty();
  }

  private static PidStat parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(UTF_8);
    return PidStat.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
