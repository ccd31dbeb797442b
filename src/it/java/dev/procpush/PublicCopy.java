// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// A copy of a folder and all that is in it, links as links. Everybody may read it, also where the
/// original is hidden in somebody's home.
final class PublicCopy {

  private PublicCopy() {}

  static void of(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (!copy.equals(to) || !Files.exists(to)) {
          Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS);
        }
        open(copy);
      }
    }
  }

  /// Lets everybody in.
  static void open(Path path) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /// Copies what [Procpush] needs of this repository.
  static void ofProgram(Path to) throws IOException {
    open(to);
    Files.createDirectory(to.resolve("target"));
    open(to.resolve("target"));
    for (String part : List.of("jvm.options", "target/procpush.jar", "target/lib")) {
      of(Path.of(part).toAbsolutePath(), to.resolve(part));
    }
  }
}
