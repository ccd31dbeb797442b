// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UeventTest {
  @Test
  void readsARealKernel() throws Exception {
    Path host = Path.of("src/test/fixtures/captured/debian12-docker20-containers");
    assertThat(parse(Files.readString(host.resolve("sys/dev/block/254:0/uevent"))))
        .isEqualTo(new Uevent("vda"));
  }

  @Test
  void mayHaveNoName() throws Exception {
    assertThat(parse("")).isEqualTo(new Uevent(null));
    assertThat(parse("MAJOR=1\n")).isEqualTo(new Uevent(null));
  }

  @Test
  void refusesAFileThatIsCut() {
    assertThatThrownBy(() -> parse("MAJOR=1\nDEVNAME=vd"))
        .isInstanceOf(MalformedKernelDataException.class);
    assertThatThrownBy(() -> parse("DEVNAME=\n")).isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    ByteMutants mutants =
        new ByteMutants("MAJOR=254\nMINOR=0\nDEVNAME=vda\n".getBytes(ISO_8859_1), 25);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(Uevent.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
      } catch (MalformedKernelDataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 99_000);
  }

  private static Uevent parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return Uevent.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
