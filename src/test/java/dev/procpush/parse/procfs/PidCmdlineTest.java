// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteCursor;
import org.junit.jupiter.api.Test;

class PidCmdlineTest {

  @Test
  void readsEachArgument() {
    assertThat(parse("sh\0-c\0echo a b\0\0").arguments())
        .containsExactly("sh", "-c", "echo a b", "");
  }

  @Test
  void takesALastArgumentThatIsNotEnded() {
    assertThat(parse("nginx: master").arguments()).containsExactly("nginx: master");
  }

  @Test
  void hasNoneForAKernelThread() {
    assertThat(parse("").arguments()).isEmpty();
  }

  @Test
  void findsAnOptionInEitherForm() {
    assertThat(parse("x\0--name\0a\0").option("-n", "--name")).isEqualTo("a");
    assertThat(parse("x\0--name=a=b\0").option("-n", "--name")).isEqualTo("a=b");
    assertThat(parse("x\0-n\0a\0-n\0b\0").option("-n")).isEqualTo("b");
    assertThat(parse("x\0-n\0").option("-n")).isNull();
    assertThat(parse("-n\0a\0").option("-n")).isNull();
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(PidCmdline::parse, "conmon\0-c\0ab12\0-n\0web\0"))
        .isZero();
  }

  @Test
  void changesTheArgumentWhoseDigitChanges() throws Exception {
    assertThat(RecordChanges.afterDigitChange(PidCmdline::parse, "a\0b1\0c1\0", "b1"))
        .containsExactly("arguments1.");
  }

  private static PidCmdline parse(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return PidCmdline.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
