// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/// What every parser is held to: no damage to a file gives anything but a result or
/// [MalformedKernelDataException].
public final class Refused {
  private Refused() {}

  /// Parses a text.
  public static <T> T parse(Parser<T> parser, String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return parser.parse(new ByteCursor("file", bytes, bytes.length));
  }

  /// @return how many of a hundred thousand mutants were refused
  public static int mutants(Parser<?> parser, String text) {
    ByteMutants mutants = new ByteMutants(text.getBytes(ISO_8859_1), 25);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(parser.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
      } catch (MalformedKernelDataException e) {
        refused++;
      }
    }
    return refused;
  }
}
