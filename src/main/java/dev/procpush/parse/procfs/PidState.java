// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;

/// Of `/proc/<pid>/stat` the state alone, for those who ask every process (`fs/proc/array.c`,
/// `task_state_array`).
public final class PidState {
  private PidState() {}

  /// Finds the letter behind the process's name, which may hold parentheses and blanks itself.
  ///
  /// @return as in `S`, `R` or `Z`
  public static char parse(ByteCursor file) throws MalformedKernelDataException {
    byte[] bytes = file.bytes();
    int length = file.end();
    int close = length - 1;
    while (close >= 0 && bytes[close] != ')') {
      close--;
    }
    int at = close + 2;
    boolean found = close > 0 && at + 1 < length && bytes[at - 1] == ' ' && bytes[at + 1] == ' ';
    if (!found || !isLetter(bytes[at]) || bytes[length - 1] != '\n') {
      String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      throw new MalformedKernelDataException(file.file(), 1, text, "state: missing");
    }
    return (char) bytes[at];
  }

  private static boolean isLetter(byte character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
  }
}
