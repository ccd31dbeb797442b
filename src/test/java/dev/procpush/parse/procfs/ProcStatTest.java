// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.procfs.ProcStat.Count;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
  private static final String TEXT =
      """
      cpu  3 5 7 9 11 13 15 17 19 21
      cpu0 1 2 3 4 5 6 7 8 9 10
      cpu1 2 3 4 5 6 7 8 9 10 11
      intr 13477836 0 0 12
      ctxt 42910537
      btime 1795258756
      processes 248526
      procs_running 5
      procs_blocked 2
      softirq 10276508 0 687012
      """;

  private final ProcStat stat = new ProcStat();

  @Test
  void readsEachCpuAndTheCounts() throws Exception {
    parse(TEXT);

    assertThat(stat.times()).isEqualTo(10);
    assertThat(times())
        .containsExactly(
            List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L),
            List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L));
    assertThat(stat.count(Count.INTERRUPTS)).isEqualTo(13_477_836);
    assertThat(stat.count(Count.CONTEXT_SWITCHES)).isEqualTo(42_910_537);
    assertThat(stat.count(Count.BOOT_TIME)).isEqualTo(1_795_258_756);
    assertThat(stat.count(Count.CREATED_PROCESSES)).isEqualTo(248_526);
    assertThat(stat.count(Count.RUNNING)).isEqualTo(5);
    assertThat(stat.count(Count.BLOCKED)).isEqualTo(2);
    assertThat(stat.count(Count.SOFTIRQS)).isEqualTo(10_276_508);
  }

  @Test
  void readsWhatOlderKernelsHave() throws Exception {
    parse("cpu  1 2 3 4\ncpu0 1 2 3 4\npage 1 2\nswap 0 0\nbtime 7\n");

    assertThat(times()).containsExactly(List.of(0L, 1L, 2L, 3L, 4L));
    assertThat(stat.count(Count.SOFTIRQS)).isEqualTo(NONE);
    assertThat(stat.count(Count.BOOT_TIME)).isEqualTo(7);
  }

  @Test
  void passesOverMoreColumnsAndLines() throws Exception {
    parse("future 1\ncpu0 1 2 3 4 5 6 7 8 9 10 x y\nctxtual 1\nctxt 5 more\n");

    assertThat(times()).containsExactly(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
    assertThat(stat.count(Count.CONTEXT_SWITCHES)).isEqualTo(5);
  }

  @Test
  void readsMoreThanAThousandCpusWithGapsBetweenThem() throws Exception {
    StringBuilder text = new StringBuilder("cpu  1 2 3 4 5 6 7 8 9 10\n");
    for (int i = 0; i < 1200; i++) {
      text.append("cpu%d %d 2 3 4 5 6 7 8 9 10\n".formatted(3 * i + 1, 100 + i));
    }
    parse(text.toString());

    assertThat(stat.cpus()).isEqualTo(1200);
    assertThat(stat.cpu(1199)).isEqualTo(3598);
    assertThat(stat.time(1199, 0)).isEqualTo(1299);
    assertThat(stat.time(0, 9)).isEqualTo(10);
  }

  @Test
  void keepsItsMemory() throws Exception {
    StringBuilder text = new StringBuilder("cpu  1 2 3 4 5 6 7 8 9 10\n");
    for (int i = 0; i < 256; i++) {
      text.append("cpu%d 1000000 2 3 4 5 6 7 8 9 10\n".formatted(i));
    }
    byte[] bytes = text.toString().getBytes(ISO_8859_1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    stat.parse(new ByteCursor("file", bytes, bytes.length));
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      stat.parse(new ByteCursor("file", bytes, bytes.length));
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100 * 200);
  }

  @Test
  void hasNothingOfTheFileBefore() throws Exception {
    parse(TEXT);
    parse("cpu4 1 2 3 4 5\n");

    assertThat(times()).containsExactly(List.of(4L, 1L, 2L, 3L, 4L, 5L));
    assertThat(stat.count(Count.BOOT_TIME)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "intr 1\n",
        "cpu  1 2 3 4\n",
        "cpu0 1 2 3 4",
        "cpu0 1 2 3 4\nctxt 5",
      })
  void givesNothingOfAnotherFileOrOneThatIsCut(String text) throws Exception {
    parse(TEXT);
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
    assertThat(stat.cpus()).isZero();
    assertThat(stat.count(Count.CONTEXT_SWITCHES)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpu0\n",
        "cpu0 1 2 3\n",
        "cpux 1 2 3 4\n",
        "cpu65536 1 2 3 4\n",
        "cpu8 1 2 3 4 5\n",
        "cpu7 1 2 3 4\n"
      })
  void losesALineOfACpuAlone(String line) throws Exception {
    parse("cpu\ncpu7 1 2 3 4\n" + line + "cpu9 5 6 7 8\nctxt 9\nbtime \n");

    assertThat(times()).containsExactly(List.of(7L, 1L, 2L, 3L, 4L), List.of(9L, 5L, 6L, 7L, 8L));
    assertThat(stat.online()).isEqualTo(3);
    assertThat(stat.count(Count.CONTEXT_SWITCHES)).isEqualTo(9);
    assertThat(stat.count(Count.BOOT_TIME)).isEqualTo(NONE);
  }

  /// What is printed of a number that has fallen below 0, or passed what its type holds.
  @Test
  void losesNumbersThatCanBeNoneAlone() throws Exception {
    parse(
        """
        cpu0 1 18446744073709551615 -3 4
        ctxt 5
        btime 18446744073709551000
        processes -1948031333
        procs_running 18446744073709551613
        procs_blocked 18446744073709551615
        """);

    assertThat(times()).containsExactly(List.of(0L, 1L, NONE, NONE, 4L));
    assertThat(stat.count(Count.CONTEXT_SWITCHES)).isEqualTo(5);
    assertThat(List.of(Count.BOOT_TIME, Count.CREATED_PROCESSES, Count.RUNNING, Count.BLOCKED))
        .allMatch(count -> stat.count(count) == NONE);
  }

  @Test
  void readsALineOfAnyLength() throws Exception {
    parse("cpu0 1 2 3 4\nintr 77" + " 0".repeat(700_000) + "\nctxt 5\n");

    assertThat(stat.count(Count.INTERRUPTS)).isEqualTo(77);
    assertThat(stat.count(Count.CONTEXT_SWITCHES)).isEqualTo(5);
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            ProcStat::new,
            TEXT,
            read -> {
              Map<String, Long> values = new TreeMap<>();
              for (int line = 0; line < read.cpus(); line++) {
                for (int column = 0; column < read.times(); column++) {
                  values.put("cpu" + read.cpu(line) + " " + column, read.time(line, column));
                }
              }
              for (Count count : Count.values()) {
                values.put(count.name(), read.count(count));
              }
              return values;
            });

    assertThat(fields).isGreaterThan(30);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(stat, TEXT)).isBetween(10_000, 99_000);
  }

  private void parse(String text) throws MalformedKernelDataException {
    RecordChanges.parse(stat, text);
  }

  /// Of each CPU its number and its times.
  private List<List<Long>> times() {
    List<List<Long>> lines = new ArrayList<>();
    for (int i = 0; i < stat.cpus(); i++) {
      List<Long> line = new ArrayList<>(List.of((long) stat.cpu(i)));
      for (int j = 0; j < stat.times(); j++) {
        line.add(stat.time(i, j));
      }
      lines.add(line);
    }
    return lines;
  }
}
