// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(parse("CapEff:\tffffffffffffffff\n")).isEqualTo(new PidStatus(null, null, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Name:\tjava\n",
        "CapEff:\t\n",
        "CapEff:\tgg\n",
        "CapEff:\t1",
        "CapEff\n",
        "Uid:\t0\t0\t0\nCapEff:\t0\n",
        "Uid:\t0\t0\t0\t-1\nCapEff:\t0\n",
        "VmRSS:\t1 MB\nCapEff:\t0\n"
      })
  void givesNothingForAnythingElse(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedKernelDataException.class);
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
