// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OsReleaseTest {
  private static final String TEXT =
      """
      # a comment
      PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
      NAME='Debian GNU/Linux'
      VERSION_ID=12
      VERSION="12"
      """;

  @Test
  void readsNameVersionAndDescription() {
    assertThat(parse(TEXT))
        .isEqualTo(new OsRelease("Debian GNU/Linux", "12", "Debian GNU/Linux 12 (bookworm)"));
  }

  @Test
  void takesWhatIsEscapedAsItIs() {
    assertThat(parse("NAME=\"a \\\"b\\\" \\$c\\\\\"\nPRETTY_NAME='\\n'\n"))
        .isEqualTo(new OsRelease("a \"b\" $c\\", null, "\\n"));
  }

  @Test
  void leavesOutWhatIsEmptyOrTooLong() {
    assertThat(parse("NAME=\nVERSION_ID=\"\"\nPRETTY_NAME=" + "x".repeat(257)))
        .isEqualTo(new OsRelease(null, null, null));
    assertThat(parse("")).isEqualTo(new OsRelease(null, null, null));
    assertThat(parse("NAME=\"\nVERSION_ID='\n=\nNAME\n")).isEqualTo(new OsRelease("\"", "'", null));
  }

  @Test
  void survivesAHundredThousandMutants() {
    ByteMutants mutants = new ByteMutants(TEXT.getBytes(UTF_8), 25);
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      assertThat(OsRelease.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
    }
  }

  private static OsRelease parse(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return OsRelease.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
