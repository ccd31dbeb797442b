// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PidStatusTest {
  private static final String STATUS =
      """
      Name:\tjava
      State:\tS (sleeping)
      Uid:\t0\t1000\t4294967294\t7
      VmRSS:\t   75432 kB
      CapInh:\t0000000000000000
      CapPrm:\t0000000000200000
      CapEff:\t0000000000280000
      CapBnd:\t000001ffffffffff
      """;

  @Test
  void readsUsersMemoryAndCapabilities() throws Exception {
    assertThat(parse(STATUS))
        .isEqualTo(
            new PidStatus(
                new PidStatus.Uids(0, 1000, 4_294_967_294L, 7),
                75_432L * 1024,
                1L << 19 | 1L << 21));
  }

  @Test
  void tellsRootFromWhoCanOnlyBecomeIt() {
    assertThat(new PidStatus.Uids(0, 0, 0, 0).areRoot()).isTrue();
    assertThat(new PidStatus.Uids(1, 0, 0, 0).areRoot()).isFalse();
    assertThat(new PidStatus.Uids(0, 1, 0, 0).areRoot()).isFalse();
    assertThat(new PidStatus.Uids(0, 0, 1, 0).areRoot()).isFalse();
    assertThat(new PidStatus.Uids(0, 0, 0, 1).areRoot()).isFalse();
  }

  @Test
  void readsAllBits() throws Exception {
    assertThat(parse("CapEff:\tffffffffffffffff\n"))
        .isEqualTo(new PidStatus(null, KernelNumber.NONE, -1L));
  }

  @Test
  void losesNoMoreThanWhatIsSpoiled() throws Exception {
    String uids = "Uid:\t7\t7\t7\t7\n";
    String memory = "VmRSS:\t 3 kB\n";
    String capabilities = "CapEff:\t5\n";
    PidStatus.Uids sevens = new PidStatus.Uids(7, 7, 7, 7);
    for (String odd : List.of("Uid:\t0\t0\t0\n", "Uid:\t0\t0\t0\t-1\n", "Uid\n")) {
      assertThat(parse(odd + memory + capabilities)).isEqualTo(new PidStatus(null, 3072, 5L));
    }
    for (String odd : List.of("VmRSS:\t1 MB\n", "VmRSS:\t-1 kB\n", "VmRSS:\n")) {
      assertThat(parse(uids + odd + capabilities))
          .isEqualTo(new PidStatus(sevens, KernelNumber.NONE, 5L));
    }
    for (String odd : List.of("CapEff:\t\n", "CapEff:\tgg\n", "CapEff\n", "")) {
      assertThat(parse(uids + odd + memory)).isEqualTo(new PidStatus(sevens, 3072, null));
    }
  }

  @Test
  void passesOverEmptyLines() throws Exception {
    assertThat(parse("\nCapEff:\t5\n\n")).isEqualTo(new PidStatus(null, KernelNumber.NONE, 5L));
  }

  @Test
  void isNothingWhenItIsCut() {
    assertThatThrownBy(() -> parse("CapEff:\t1")).isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    ByteMutants mutants = new ByteMutants(STATUS.getBytes(ISO_8859_1), 11);
    int malformed = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(PidStatus.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
      } catch (MalformedKernelDataException e) {
        malformed++;
      }
    }
    assertThat(malformed).isPositive();
  }

  private static PidStatus parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return PidStatus.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
