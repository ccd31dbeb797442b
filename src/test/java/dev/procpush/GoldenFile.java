// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of the repository that holds what the program prints or generates. With
/// `-Dgolden.update=true` it is rewritten instead of compared.
public final class GoldenFile {

  private GoldenFile() {}

  /// Asserts that the file is the text.
  ///
  /// @param path from the repository's root
  public static void assertHolds(String path, String text) throws IOException {
    Path file = Path.of(path);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("rewrite with -Dgolden.update=true").exists();
    assertThat(Files.readString(file))
        .as(path + ": -Dgolden.update=true rewrites it")
        .isEqualTo(text);
  }
}
