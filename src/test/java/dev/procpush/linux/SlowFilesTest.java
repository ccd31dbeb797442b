// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.BoundedCalls.Pending;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SlowFilesTest {
  @TempDir Path folder;

  @Test
  void readsOnAnotherThreadAndAtOnceAlike() throws Exception {
    Files.writeString(folder.resolve("speed"), "1000\n");
    try (KernelFiles kernel = KernelFiles.ofKernel();
        BoundedCalls calls = new BoundedCalls(() -> 10_000_000)) {
      for (SlowFiles files :
          new SlowFiles[] {SlowFiles.on(calls, kernel), SlowFiles.inline(kernel)}) {
        assertThat(files.begin(folder.toString(), "speed").await(soon()))
            .isEqualTo("1000\n".getBytes(UTF_8));
        assertThatThrownBy(() -> files.begin(folder.toString(), "gone").await(soon()))
            .hasMessage("open " + folder + "/gone: ENOENT");
      }
    }
  }

  @Test
  void giveUpAFileThatDoesNotAnswerAndReadItAgainWhenItDoes() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (KernelFiles kernel = KernelFiles.ofKernel();
        BoundedCalls calls = new BoundedCalls(() -> 10_000_000)) {
      SlowFiles files = SlowFiles.on(calls, kernel);
      Pending<byte[]> hanging = files.begin(folder.toString(), "pipe");
      assertThatThrownBy(() -> hanging.await(System.nanoTime() + 1_000_000))
          .hasMessageContaining("ETIMEDOUT");
      assertThat(calls.stuck()).isEqualTo(1);

      try (var writer = new FileOutputStream(pipe.toFile())) {
        writer.write("late".getBytes(UTF_8));
      }
      while (calls.stuck() > 0) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      Files.delete(pipe);
      Files.writeString(pipe, "new");
      assertThat(files.begin(folder.toString(), "pipe").await(soon()))
          .isEqualTo("new".getBytes(UTF_8));
    }
  }

  private static long soon() {
    return System.nanoTime() + Duration.ofSeconds(30).toNanos();
  }
}
