// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelText;
import dev.procpush.parse.MalformedKernelDataException;

/// A file of sysfs that is one line of text, such as the name of a sensor. Devices name themselves,
/// so it may be anything.
///
/// @param value without blanks around it, never empty and never longer than [#LONGEST]
public record SysfsText(String value) {
  /// The most characters that are kept.
  public static final int LONGEST = 64;

  /// Parses the whole file, of which error texts need no better name.
  ///
  /// @throws MalformedKernelDataException when there is no text
  public static SysfsText parse(ByteCursor text) throws MalformedKernelDataException {
    byte[] bytes = text.bytes();
    int length = text.end();
    int end = 0;
    while (end < length && bytes[end] != '\n' && bytes[end] != 0) {
      end++;
    }
    String value = bounded(KernelText.of(bytes, 0, end).strip());
    if (value.isEmpty()) {
      throw new MalformedKernelDataException("sysfs", 1, "", "empty");
    }
    return new SysfsText(value);
  }

  private static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end).strip();
  }
}
