// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.FileContent;
import dev.procpush.parse.procfs.Uptime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LossesTest {
  private final Losses losses = new Losses();

  @Test
  void findsWhatAFileSays() {
    assertThat(find("one", "12.5 3.0\n")).isEqualTo(new Uptime(12.5));
    assertThat(losses.count()).isZero();
    assertThat(losses.first()).isNull();
  }

  @Test
  void takesInAFileThatIsNonsenseAndGoesOn() {
    assertThat(find("one", "")).isNull();
    assertThat(find("two", "")).isNull();
    assertThat(find("three", "12.5 3.0\n")).isNotNull();

    assertThat(losses.count()).isEqualTo(2);
    assertThat(losses.first()).hasMessageStartingWith("folder/one:1: ");
  }

  private @Nullable Uptime find(String name, String text) {
    return losses.find(Uptime::parse, "folder", name, FileContent.of(text.getBytes(US_ASCII)));
  }
}
