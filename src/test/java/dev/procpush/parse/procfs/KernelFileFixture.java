// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A kernel file of `src/test/fixtures`.
final class KernelFileFixture {
  private KernelFileFixture() {}

  /// @param path as in `captured/linux-6.18-sockets/net/tcp`
  static String text(String path) {
    try {
      return Files.readString(Path.of("src/test/fixtures", path), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
