// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// Bytes of a kernel file that are not what the file should hold. The whole file is then worthless:
/// parsers give all or nothing.
public final class MalformedKernelDataException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LINE_LIMIT = 160;

  /// @param file the kernel file, as in `net/dev`
  /// @param lineNumber from 1
  /// @param line the offending line as it was read; bounded and escaped here
  /// @param problem what is wrong with it, as in `receive bytes: not a number`
  public MalformedKernelDataException(String file, int lineNumber, String line, String problem) {
    super(file + ":" + lineNumber + ": " + problem + ": \"" + quoted(line) + "\"");
  }

  private static String quoted(String line) {
    StringBuilder text = new StringBuilder();
    int end = Math.min(line.length(), LINE_LIMIT);
    for (int i = 0; i < end; i++) {
      char c = line.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return line.length() > LINE_LIMIT ? text.append('…').toString() : text.toString();
  }
}
