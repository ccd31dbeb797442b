// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.procfs.Swaps.Area;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwapsTest {
  private static final String HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

  @Test
  void readsARealKernel() throws Exception {
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-host/proc/swaps")))
        .containsExactly(new Area("/swapfile", false, 2044, 0));
  }

  @Test
  void readsOneTabBetweenNumbers() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-3.10-host/proc/swaps")))
        .containsExactly(
            new Area("/dev/sda2", true, 2097148, 94160),
            new Area("/var/spool/a file", false, 2097148, 0));
  }

  @Test
  void readsOneOrTwoTabsByTheSizeOfTheNumber() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-6.6-numa-host/proc/swaps")))
        .containsExactly(
            new Area("/dev/dm-1", true, 67108860, 1048576),
            new Area("/dev/zram0", true, 8388604, 4096));
  }

  @Test
  void readsPathsOfAnyLength() throws Exception {
    String path = "/" + "x".repeat(4000);

    assertThat(parse(HEADER + path + " file\t\t1\t\t0\t\t-2\n"))
        .containsExactly(new Area(path, false, 1, 0));
  }

  @Test
  void hasNoneWhereNothingIsSwappedTo() throws Exception {
    assertThat(parse(HEADER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "/swap\n",
        "/swap file\n",
        "/swap file\t\t\n",
        "/swap file\t\t1\n",
        "/swap file\t\t1\t\t2\n",
      })
  void losesALineAlone(String line) throws Exception {
    assertThat(parse(HEADER + line + "/other file\t\t1\t\t0\t\t-2\n"))
        .containsExactly(new Area("/other", false, 1, 0));
  }

  @Test
  void losesANumberAlone() throws Exception {
    assertThat(parse(HEADER + "/a file\t\t1\t\tx\t\t3\n/b file\t\t-1\t\t2\t\t3\n"))
        .containsExactly(new Area("/a", false, 1, NONE), new Area("/b", false, NONE, 2));
  }

  @Test
  void givesNothingOfAFileThatIsCut() {
    assertThatThrownBy(() -> parse(HEADER + "/swap file\t\t1\t\t2\t\t3"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.costThemselvesAlone(
        () -> Swaps::parse,
        KernelFileFixture.text("composed/linux-6.6-numa-host/proc/swaps"),
        swaps -> {
          Map<String, Long> values = new TreeMap<>();
          swaps.areas().forEach(area -> values.put(area.path() + " size", area.size()));
          swaps.areas().forEach(area -> values.put(area.path() + " used", area.used()));
          return values;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "Filename", "/swap file\t\t1\t\t2\t\t3\n"})
  void wantsTheHeader(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    String text = KernelFileFixture.text("composed/linux-3.10-host/proc/swaps");
    assertThat(RecordChanges.refusedMutants(Swaps::parse, text)).isBetween(10_000, 99_000);
  }

  private static List<Area> parse(String text) throws MalformedKernelDataException {
    return ((Swaps) RecordChanges.parse(Swaps::parse, text)).areas();
  }
}
