// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedMountsTest {
  @TempDir Path folder;

  @Test
  void readsOnceWhileNothingChanges() throws Exception {
    try (WatchedFile watched = KernelFiles.ofKernel().watchMounts("/proc/self")) {
      assertThat(text(watched.readIfChanged())).contains(" /proc ");
      // others may mount something meanwhile
      eventually(
          Duration.ofSeconds(20), () -> assertThat(text(watched.readIfChanged())).isEqualTo("-"));
    }
  }

  @Test
  void readsAgainWhatWasForgotten() throws Exception {
    WatchedFile watched = KernelFiles.ofKernel().watchMounts("/proc/self");
    for (int i = 0; i < 3; i++) {
      assertThat(text(watched.readIfChanged())).contains(" /proc ");
      watched.close();
    }
  }

  @Test
  void readsEachTimeWhatTellsNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("mountinfo"), "1\n");
    try (WatchedFile watched = KernelFiles.ofKernel().watchMounts(folder.toString())) {
      assertThat(text(watched.readIfChanged())).isEqualTo("1\n");
      Files.writeString(file, "2\n");
      assertThat(text(watched.readIfChanged())).isEqualTo("2\n");
      Files.delete(file);
      assertThatThrownBy(watched::readIfChanged).hasMessage("open " + file + ": ENOENT");
    }
  }

  private static String text(@Nullable FileContent content) {
    return content == null
        ? "-"
        : new String(content.bytes(), 0, content.length(), StandardCharsets.ISO_8859_1);
  }
}
