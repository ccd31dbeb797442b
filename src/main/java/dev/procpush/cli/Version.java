// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// Which build of the program this is.
///
/// @param number as in `1.2.3`
/// @param commit of the sources, shortened
public record Version(String number, String commit) {

  private static final String TITLE = "procpush";
  private static final Version NOT_PACKAGED = new Version("development", "unknown");

  /// What the manifest of the program's jar says.
  public static Version ofProgram() {
    try {
      for (URL url :
          Collections.list(Version.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
        try (InputStream in = url.openStream()) {
          Attributes attributes = new Manifest(in).getMainAttributes();
          if (TITLE.equals(attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE))) {
            return of(attributes);
          }
        }
      }
    } catch (IOException e) {
      return NOT_PACKAGED;
    }
    return NOT_PACKAGED;
  }

  static Version of(Attributes attributes) {
    return new Version(
        orElse(attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION), NOT_PACKAGED.number),
        orElse(attributes.getValue("Implementation-Commit"), NOT_PACKAGED.commit));
  }

  /// The line that `--version` prints.
  @Override
  public String toString() {
    return TITLE + " " + number + " (commit " + commit + ")";
  }

  private static String orElse(@Nullable String value, String other) {
    return value == null || value.isBlank() ? other : value;
  }
}
