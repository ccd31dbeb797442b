// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static dev.procpush.parse.KernelNumber.NONE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatKeyedFileTest {
  private final FlatKeyedFile file = new FlatKeyedFile(List.of("a", "b_c", "d"));

  @Test
  void readsWantedKeysInAnyOrder() throws Exception {
    parse("x 1\nd 9223372036854775807\na 7\nab 9\n");

    assertThat(file.value(0)).isEqualTo(7);
    assertThat(file.value(2)).isEqualTo(Long.MAX_VALUE);
    assertThat(file.value(1)).isEqualTo(NONE);
  }

  @Test
  void forgetsTheFileBefore() throws Exception {
    parse("a 1\nb_c 2\n");
    parse("b_c 3\n");

    assertThat(file.value(0)).isEqualTo(NONE);
    assertThat(file.value(1)).isEqualTo(3);
  }

  @Test
  void takesInKeysThatFilesBring() throws Exception {
    FlatKeyedFile open = new FlatKeyedFile(List.of("a"), key -> key.endsWith("y"));
    for (String text : List.of("a 1\nx 2\ny 3\n", "a 1\nx 2\ny 3\n", "ny 4\nx 2\ny 3\na 1\n")) {
      open.parse(text(text));
      assertThat(open.value(0)).isEqualTo(1);
      assertThat(open.key(1)).isEqualTo("y");
      assertThat(open.value(1)).isEqualTo(3);
    }
    assertThat(open.size()).isEqualTo(3);
    assertThat(open.value(2)).isEqualTo(4);
    String shorter = "a 5\n";
    open.parse(text(shorter));
    assertThat(open.value(0)).isEqualTo(5);
    assertThat(open.value(1)).isEqualTo(NONE);
    assertThat(open.value(2)).isEqualTo(NONE);
  }

  @Test
  void takesInNoNonsense() throws Exception {
    FlatKeyedFile open = new FlatKeyedFile(List.of(), _ -> true);
    StringBuilder nonsense = new StringBuilder("UPPER 1\n" + "a".repeat(65) + " 2\n\n");
    for (int i = 0; i < 1000; i++) {
      nonsense.append("key").append(i).append(" 1\n");
    }
    String text = nonsense.toString();
    open.parse(text(text));
    assertThat(open.size()).isEqualTo(256);
    assertThat(open.key(0)).isEqualTo("key0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a 1", "b_c 1\na 9"})
  void hasNothingOfAFileThatEndsInTheMiddle(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
    assertThat(file.value(0)).isEqualTo(NONE);
    assertThat(file.value(1)).isEqualTo(NONE);
  }

  @Test
  void readsRealKernels() throws Exception {
    FlatKeyedFile stat = new FlatKeyedFile(List.of("total_pgfault", "pgfault"));
    String text = CgroupMutants.captured("memory", "memory.stat");
    stat.parse(text(text));

    assertThat(text).contains("\ntotal_pgfault " + stat.value(0) + "\n");
    assertThat(text).contains("\npgfault " + stat.value(1) + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\n", "a \n", "a x\n", "a -1\n", "a 99999999999999999999\n", "a 1x\n", "\n"})
  void losesALineAlone(String line) throws Exception {
    parse("a 1\nb_c 2\nd 3\n");
    parse(line + "b_c 4\nd 5\n");

    assertThat(file.value(0)).isEqualTo(NONE);
    assertThat(file.value(1)).isEqualTo(4);
    assertThat(file.value(2)).isEqualTo(5);
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> new FlatKeyedFile(List.of(), _ -> true),
            CgroupMutants.captured("memory", "memory.stat"),
            stat -> {
              Map<String, Long> values = new TreeMap<>();
              for (int i = 0; i < stat.size(); i++) {
                values.put(stat.key(i), stat.value(i));
              }
              return values;
            });

    assertThat(fields).isGreaterThan(30);
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    FlatKeyedFile events = new FlatKeyedFile(List.of("low", "max", "oom_kill"));
    assertThat(CgroupMutants.refused(events, CgroupMutants.composed("memory.events")))
        .isBetween(10_000, 99_000);
  }

  private static ByteCursor text(String text) {
    return new ByteCursor("file", text.getBytes(US_ASCII), text.length());
  }

  private void parse(String text) throws MalformedKernelDataException {
    file.parse(text(text));
  }
}
