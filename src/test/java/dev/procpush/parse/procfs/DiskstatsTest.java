// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskstatsTest {
  private final Diskstats everything = new Diskstats(_ -> true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "captured/linux-6.18-host",
        "composed/linux-3.10-host",
        "composed/linux-6.6-numa-host"
      })
  void readsEveryColumn(String host) throws Exception {
    String text = KernelFileFixture.text(host + "/proc/diskstats");

    List<String> expected =
        text.lines()
            .map(line -> line.strip().replaceFirst("^\\d+ +\\d+ +", ""))
            .map(line -> line.replaceAll(" (4294967295|18446744073709551615)", ""))
            .toList();
    assertThat(lines(everything, text)).isEqualTo(expected);
    assertThat(lines(everything, text)).as("by lines it knows").isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"11, 11", "12, 11", "14, 11", "15, 15", "16, 15", "17, 17", "18, 17", "20, 17"})
  void readsTheColumnsThatItKnows(int columns, int known) throws Exception {
    assertThat(lines(everything, "8 0 sda" + numbers(columns) + "\n"))
        .containsExactly("sda" + numbers(known));
  }

  @Test
  void readsPartitionsOfOldKernels() throws Exception {
    Diskstats.Disk partition = parse(everything, "   8    1 sda1 11 12 13 14\n").getFirst();

    assertThat(partition.value(Diskstats.READS)).isEqualTo(11);
    assertThat(partition.value(Diskstats.SECTORS_READ)).isEqualTo(12);
    assertThat(partition.value(Diskstats.WRITES)).isEqualTo(13);
    assertThat(partition.value(Diskstats.SECTORS_WRITTEN)).isEqualTo(14);
    assertThat(partition.value(Diskstats.READS_MERGED)).isEqualTo(NONE);
    assertThat(partition.value(Diskstats.PENDING)).isEqualTo(NONE);
  }

  @Test
  void readsWantedDevicesAloneAndKnowsThemAgain() throws Exception {
    List<String> asked = new ArrayList<>();
    Diskstats wanted =
        new Diskstats(
            name -> {
              asked.add(name);
              return name.length() == 3;
            });
    String text = "8 0 sda" + numbers(11) + "\n8 1 sda1 broken\n8 16 sdb" + numbers(11) + "\n";

    List<Diskstats.Disk> first = List.copyOf(parse(wanted, text));
    List<Diskstats.Disk> second = List.copyOf(parse(wanted, text));

    assertThat(first).extracting(Diskstats.Disk::name).containsExactly("sda", "sdb");
    assertThat(second).isEqualTo(first);
    assertThat(parse(wanted, "8 16 sdb" + numbers(11) + "\n")).containsExactly(first.getLast());
    assertThat(asked).containsExactly("sda", "sda1", "sdb");
  }

  @Test
  void tellsADeviceFromOneWhoseNameBeginsAlike() throws Exception {
    assertThat(lines(everything, "8 0 sda" + numbers(11) + "\n8 0 sdaa" + numbers(11) + "\n"))
        .containsExactly("sda" + numbers(11), "sdaa" + numbers(11));
  }

  @Test
  void isEmptyWhereThereIsNoDevice() throws Exception {
    assertThat(parse(everything, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "8\n",
        "8 0\n",
        "8 0 sda\n",
        "8 0 sda \n",
        "8 0 sda 1\n",
        "8 0 sda 1 2 3 4 5\n",
        "8 0 sda 1 2 3 4 5 6 7 8 9 10\n",
        "8 0 sda 1 2 3 4 5 6 7 8 9 10\n",
      })
  void losesALineAlone(String line) throws Exception {
    String other = "8 16 sdb" + numbers(11) + "\n";

    assertThat(lines(everything, line + other)).containsExactly("sdb" + numbers(11));
    assertThat(lines(everything, line + other)).containsExactly("sdb" + numbers(11));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "18446744073709551615", "18446744073709551616"})
  void losesANumberAlone(String number) throws Exception {
    Diskstats.Disk disk =
        parse(everything, "8 0 sda 1 2 3 4 5 6 7 8 9 10 " + number + "\n").getFirst();

    assertThat(disk.value(Diskstats.WEIGHTED_MILLISECONDS)).isEqualTo(NONE);
    assertThat(disk.value(Diskstats.BUSY_MILLISECONDS)).isEqualTo(10);
  }

  /// A count of 32 bits that was counted down once too often.
  @Test
  void hasNoPendingOperationsBelowZero() throws Exception {
    Diskstats.Disk disk =
        parse(everything, "8 0 sda 1 2 3 4 5 6 7 8 4294967295 10 11\n").getFirst();

    assertThat(disk.value(Diskstats.PENDING)).isEqualTo(NONE);
  }

  @Test
  void givesNothingOfAFileThatIsCut() {
    assertThatThrownBy(() -> parse(everything, "8 0 sda 1 2 3 4 5 6 7 8 9 10 11"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.costThemselvesAlone(
        () -> new Diskstats(_ -> true),
        KernelFileFixture.text("captured/linux-6.18-host/proc/diskstats"),
        disks -> {
          Map<String, Long> values = new TreeMap<>();
          for (Diskstats.Disk disk : disks) {
            for (int column = 0; column <= Diskstats.FLUSH_MILLISECONDS; column++) {
              values.put(disk.name() + " " + column, disk.value(column));
            }
          }
          return values;
        });
  }

  @Test
  void survivesAHundredThousandMutants() {
    String text = "   8       0 sda" + numbers(17) + "\n   8       1 sda1" + numbers(4) + "\n";
    assertThat(RecordChanges.refusedMutants(mutant -> new Diskstats(_ -> true).parse(mutant), text))
        .isBetween(10_000, 99_000);
  }

  private static String numbers(int columns) {
    StringBuilder numbers = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      numbers.append(' ').append(100 + i);
    }
    return numbers.toString();
  }

  private static List<Diskstats.Disk> parse(Diskstats diskstats, String text)
      throws MalformedKernelDataException {
    return diskstats.parse(new ByteCursor("file", text.getBytes(ISO_8859_1), text.length()));
  }

  private static List<String> lines(Diskstats diskstats, String text)
      throws MalformedKernelDataException {
    List<String> lines = new ArrayList<>();
    for (Diskstats.Disk disk : parse(diskstats, text)) {
      StringBuilder line = new StringBuilder(disk.name());
      for (int column = 0; column <= Diskstats.FLUSH_MILLISECONDS; column++) {
        if (KernelNumber.isKnown(disk.value(column))) {
          line.append(' ').append(Long.toUnsignedString(disk.value(column)));
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
