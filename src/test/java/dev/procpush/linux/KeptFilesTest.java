// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {
  @TempDir Path folder;

  @Test
  void readsAgainWhatTheFileThenHas() throws Exception {
    try (OpenKernelFiles files = new OpenKernelFiles(2)) {
      KeptFile file = file("one", "1\n");
      assertThat(text(files.read(file))).isEqualTo("1\n");

      Files.writeString(folder.resolve("one"), "22\n");

      assertThat(text(files.read(file))).isEqualTo("22\n");
      assertThat(files.open()).isEqualTo(1);
    }
  }

  @Test
  void readsFilesOfAnyLength() throws Exception {
    String text = "0123456789abcde\n".repeat(20_000);
    try (OpenKernelFiles files = new OpenKernelFiles(2)) {
      KeptFile file = file("long", text);
      assertThat(text(files.read(file))).isEqualTo(text);
      assertThat(text(files.read(file))).isEqualTo(text);
      assertThat(text(files.read(file("torn", "x")))).isEqualTo("x");
      assertThat(text(files.read(file("empty", "")))).isEmpty();
    }
  }

  @Test
  void keepsOnlySoManyOpen() throws Exception {
    try (OpenKernelFiles files = new OpenKernelFiles(1)) {
      KeptFile first = file("first", "1\n");
      KeptFile second = file("second", "2\n");
      files.read(first);
      assertThat(text(files.read(second))).isEqualTo("2\n");
      assertThat(text(files.read(second))).isEqualTo("2\n");
      assertThat(files.open()).isEqualTo(1);

      files.release(second);
      files.release(first);
      assertThat(files.open()).isZero();
      files.read(second);
      assertThat(files.open()).isEqualTo(1);
    }
  }

  @Test
  void opensAFileAgainAfterItsRelease() throws Exception {
    try (OpenKernelFiles files = new OpenKernelFiles(1)) {
      KeptFile file = file("one", "1\n");
      files.read(file);
      files.release(file);
      Files.delete(folder.resolve("one"));

      assertThatThrownBy(() -> files.read(file))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("ENOENT");
      assertThat(files.open()).isZero();
    }
  }

  @Test
  void closesAll() throws Exception {
    OpenKernelFiles files = new OpenKernelFiles(5);
    files.read(file("one", "1\n"));
    files.close();

    assertThat(files.open()).isZero();
  }

  @Test
  void leavesDescriptorsToOthers() {
    assertThat(OpenKernelFiles.most()).isBetween(1, 8192);
  }

  @Test
  void readsCopies() throws Exception {
    KeptFile file = file("one", "1\n");
    try (KeptFiles files = KeptFiles.opening(KernelFiles.ofDirectory(Path.of("/")))) {
      assertThat(text(files.read(file))).isEqualTo("1\n");
      files.release(file);
    }
  }

  private KeptFile file(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
    return new KeptFile(folder.toString(), name);
  }

  private static String text(FileContent content) {
    return new String(content.bytes(), 0, content.length(), ISO_8859_1);
  }
}
