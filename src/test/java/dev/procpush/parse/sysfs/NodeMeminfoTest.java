// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeMeminfoTest {
  private static final String TEXT =
      "Node 12 MemTotal: 30 kB\nNode 12 MemFree: 10 kB\nNode 12 MemUsed: 20 kB\n";

  @Test
  void readsARealKernel() throws Exception {
    String text =
        Files.readString(
            Path.of("src/test/fixtures/captured/linux-6.18-host")
                .resolve("sys/devices/system/node/node0/meminfo"));

    NodeMeminfo meminfo = parse(text);

    assertThat(text)
        .containsPattern("MemTotal: +" + meminfo.total() + " kB")
        .containsPattern("MemFree: +" + meminfo.free() + " kB")
        .containsPattern("MemUsed: +" + meminfo.used() + " kB");
  }

  @Test
  void readsTheEmptyFirstLineOfOldKernelsAndAnyOrder() throws Exception {
    assertThat(parse("\n" + TEXT)).isEqualTo(new NodeMeminfo(30, 10, 20));
    assertThat(
            parse(
                """
                Node 0 Active: 1 kB
                Node 0 MemUsed: 2 kB
                Node 0 MemFree: 1 kB
                Node 0 MemTotal: 3 kB
                """))
        .isEqualTo(new NodeMeminfo(3, 1, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "Node 0 MemTotal: 3 kB"})
  void givesNothingOfAnotherFileOrOneThatIsCut(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.costThemselvesAlone(
        () -> NodeMeminfo::parse,
        TEXT,
        node -> Map.of("total", node.total(), "free", node.free(), "used", node.used()));
  }

  @Test
  void survivesAHundredThousandMutants() {
    ByteMutants mutants = new ByteMutants(TEXT.getBytes(ISO_8859_1), 25);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        NodeMeminfo meminfo = NodeMeminfo.parse(new ByteCursor("file", mutant, mutant.length));
        assertThat(LongStream.of(meminfo.total(), meminfo.free(), meminfo.used()))
            .allMatch(value -> value >= 0 || value == KernelNumber.NONE);
      } catch (MalformedKernelDataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 99_000);
  }

  private static NodeMeminfo parse(String text) throws MalformedKernelDataException {
    return NodeMeminfo.parse(new ByteCursor("file", text.getBytes(ISO_8859_1), text.length()));
  }
}
