// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import org.jspecify.annotations.Nullable;

/// `/etc/os-release`: which distribution it is (`os-release(5)`). What is absent, empty or longer
/// than a name is null.
///
/// @param name as in `Debian GNU/Linux`
/// @param version as in `12`
/// @param description as in `Debian GNU/Linux 12 (bookworm)`
public record OsRelease(
    @Nullable String name, @Nullable String version, @Nullable String description) {
  private static final int MOST = 256;

  /// Parses the whole file. It is a shell script of assignments; what is none is passed over.
  public static OsRelease parse(ByteCursor text) {
    byte[] bytes = text.bytes();
    int length = text.end();
    String name = null;
    String version = null;
    String description = null;
    for (String line : KernelText.of(bytes, 0, length).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        String value = value(line.substring(equals + 1).strip());
        switch (line.substring(0, equals)) {
          case "NAME" -> name = value;
          case "VERSION_ID" -> version = value;
          case "PRETTY_NAME" -> description = value;
          default -> {}
        }
      }
    }
    return new OsRelease(name, version, description);
  }

  private static @Nullable String value(String text) {
    char quote = text.length() > 1 ? text.charAt(0) : ' ';
    boolean quoted = (quote == '"' || quote == '\'') && text.charAt(text.length() - 1) == quote;
    String inner = quoted ? text.substring(1, text.length() - 1) : text;
    String value = quote == '\'' ? inner : inner.replaceAll("\\\\(.)", "$1");
    return value.isEmpty() || value.length() > MOST ? null : value;
  }
}
