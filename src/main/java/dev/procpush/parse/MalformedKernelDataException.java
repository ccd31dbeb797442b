// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// Bytes of a kernel file that are not what the file should hold. Thrown by a parser, it costs the
/// whole file; [noted][LineCursor#lose] by one, as much as its [loss][#loss] says.
public final class MalformedKernelDataException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LINE_LIMIT = 160;

  private final Loss loss;

  /// What has no points because of it.
  public enum Loss {
    /// One number.
    VALUE("one value"),
    /// All numbers of a line.
    LINE("one line"),
    /// All numbers of several lines that belong together.
    SECTION("one section"),
    /// All of one of the messages of an answer.
    MESSAGE("one message"),
    /// All numbers of the file.
    FILE("one file");

    private final String text;

    Loss(String text) {
      this.text = text;
    }

    /// As in `one line`.
    @Override
    public String toString() {
      return text;
    }
  }

  /// @param file the kernel file, as in `net/dev`
  /// @param lineNumber from 1
  /// @param line the offending line as it was read; bounded and escaped here
  /// @param problem what is wrong with it, as in `receive bytes: not a number`
  public MalformedKernelDataException(String file, int lineNumber, String line, String problem) {
    this(file + ":" + lineNumber + ": " + problem + ": \"" + quoted(line) + "\"", Loss.FILE);
  }

  private MalformedKernelDataException(String message, Loss loss) {
    super(message, null, false, false);
    this.loss = loss;
  }

  /// The same where it costs less than the file.
  public MalformedKernelDataException costing(Loss less) {
    return new MalformedKernelDataException(String.valueOf(getMessage()), less);
  }

  /// What has no points because of it.
  public Loss loss() {
    return loss;
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
