// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatKeyedFileTest {
  private final FlatKeyedFile file = new FlatKeyedFile(List.of("a", "b_c", "d"));

  @Test
  void readsWantedKeysInAnyOrder() throws Exception {
    parse("x 1\nd 18446744073709551615\na 7\nab 9\n");

    assertThat(file.value(0)).isEqualTo(7);
    assertThat(file.value(2)).isEqualTo(-1);
    assertThat(file.has(1)).isFalse();
    assertThatThrownBy(() -> file.value(1)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void forgetsTheFileBefore() throws Exception {
    parse("a 1\nb_c 2\n");
    parse("b_c 3\n");

    assertThat(file.has(0)).isFalse();
    assertThat(file.value(1)).isEqualTo(3);
  }

  @Test
  void takesInKeysThatFilesBring() throws Exception {
    FlatKeyedFile open = new FlatKeyedFile(List.of("a"), key -> key.endsWith("y"));
    for (String text : List.of("a 1\nx 2\ny 3\n", "a 1\nx 2\ny 3\n", "ny 4\nx 2\ny 3\na 1\n")) {
      open.parse(
          new ByteCursor(
              "file", text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), text.length()));
      assertThat(open.value(0)).isEqualTo(1);
      assertThat(open.key(1)).isEqualTo("y");
      assertThat(open.value(1)).isEqualTo(3);
    }
    assertThat(open.size()).isEqualTo(3);
    assertThat(open.value(2)).isEqualTo(4);
    String shorter = "a 5\n";
    open.parse(
        new ByteCursor(
            "file",
            shorter.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            shorter.length()));
    assertThat(open.has(0)).isTrue();
    assertThat(open.has(1) || open.has(2)).isFalse();
  }

  @Test
  void takesInNoNonsense() throws Exception {
    FlatKeyedFile open = new FlatKeyedFile(List.of(), _ -> true);
    StringBuilder nonsense = new StringBuilder("UPPER 1\n" + "a".repeat(65) + " 2\n\n");
    for (int i = 0; i < 1000; i++) {
      nonsense.append("key").append(i).append(" 1\n");
    }
    String text = nonsense.toString();
    open.parse(
        new ByteCursor(
            "file", text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), text.length()));
    assertThat(open.size()).isEqualTo(256);
    assertThat(open.key(0)).isEqualTo("key0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a 1", "a \n", "a x\n", "a -1\n", "b_c 1\na 99999999999999999999\n"})
  void hasNothingOfAFileThatIsWrong(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
    assertThat(file.has(0) || file.has(1)).isFalse();
  }

  @Test
  void readsRealKernels() throws Exception {
    FlatKeyedFile stat = new FlatKeyedFile(List.of("total_pgfault", "pgfault"));
    String text = CgroupMutants.captured("memory", "memory.stat");
    stat.parse(
        new ByteCursor(
            "file", text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), text.length()));

    assertThat(text).contains("\ntotal_pgfault " + stat.value(0) + "\n");
    assertThat(text).contains("\npgfault " + stat.value(1) + "\n");
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    FlatKeyedFile events = new FlatKeyedFile(List.of("low", "max", "oom_kill"));
    assertThat(CgroupMutants.refused(events, CgroupMutants.composed("memory.events")))
        .isBetween(10_000, 99_000);
  }

  private void parse(String text) throws MalformedKernelDataException {
    file.parse(
        new ByteCursor(
            "file", text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), text.length()));
  }
}
