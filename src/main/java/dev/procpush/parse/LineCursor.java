// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A position in the text of a kernel file that moves line by line.
///
/// The kernel ends each line with a line feed, so a last line without one is a torn read.
public abstract sealed class LineCursor permits FieldCursor {
  final byte[] bytes;
  int lineEnd;
  int position;

  private final String folder;
  private final String file;
  private int length;
  private int lineNumber;
  private int lineStart;
  private @Nullable MalformedKernelDataException firstLoss;
  private int losses;
  private boolean cut;

  LineCursor(String folder, String file, byte[] bytes, int from, int end) {
    this.folder = folder;
    this.file = file;
    this.bytes = bytes;
    this.length = end;
    this.lineEnd = from - 1;
  }

  /// Leaves out a last line that has no line feed, if it is of nothing but these characters.
  public void leaveOutUnended(CharacterPredicate characters) {
    int start = length;
    while (start > 0 && bytes[start - 1] != '\n' && characters.test(bytes[start - 1])) {
      start--;
    }
    if (start == 0 || bytes[start - 1] == '\n') {
      length = start;
    }
  }

  /// Tells one kind of characters from others.
  @FunctionalInterface
  public interface CharacterPredicate {
    boolean test(byte character);
  }

  /// Moves to the start of the next line.
  ///
  /// @return false at the end of the file
  /// @throws MalformedKernelDataException when the line has no end, and again behind it, so that a
  ///   file that is cut is never taken for a whole one
  public boolean nextLine() throws MalformedKernelDataException {
    int start = nextLineStart();
    if (start == length) {
      if (cut) {
        throw malformed("no line feed at the end");
      }
      pass(0, start, start);
      return false;
    }
    beginLine(start, start);
    return true;
  }

  /// Moves to the next line if it begins with `start`, and there behind it; else stays.
  ///
  /// @param start not empty; a line feed in it can only be its last byte, and then the line is
  ///   `start` and no more
  public boolean nextLineStartsWith(byte[] start) throws MalformedKernelDataException {
    int from = nextLineStart();
    int behind = from + start.length;
    if (behind > length || !Arrays.equals(bytes, from, behind, start, 0, start.length)) {
      return false;
    }
    beginLine(from, bytes[behind - 1] == '\n' ? behind - 1 : behind);
    return true;
  }

  /// Steps over the next line if it is `start`, which has no line feed, and one field; else stays.
  public boolean skipLineOfOneField(byte[] start) {
    int from = nextLineStart();
    int field = from + start.length;
    if (field > length || !Arrays.equals(bytes, from, field, start, 0, start.length)) {
      return false;
    }
    int at = field;
    while (at < length && bytes[at] > ' ') {
      at++;
    }
    if (at == field || at == length || bytes[at] != '\n') {
      return false;
    }
    pass(1, from, at);
    return true;
  }

  /// Steps over the next lines if they are these, all of them; else stays.
  public boolean skip(LastLines lines) {
    int from = nextLineStart();
    if (!lines.isAt(from, bytes, length)) {
      return false;
    }
    int end = from + lines.length() - 1;
    pass(lines.count(), end, end);
    return true;
  }

  /// Steps over the next line if it is the same as this one; else stays.
  public boolean skipSameLine() {
    int start = lineEnd + 1;
    int end = start + lineEnd - lineStart;
    if (end >= length || !Arrays.equals(bytes, lineStart, start, bytes, start, end + 1)) {
      return false;
    }
    pass(1, start, end);
    return true;
  }

  /// Remembers so many lines, from the one that begins at `start` to the one the cursor stands on.
  public void remember(LastLines lines, int start, int count) {
    lines.set(bytes, start, lineEnd + 1, count);
  }

  /// Where the next line begins.
  public int nextLineStart() {
    return Math.min(lineEnd + 1, length);
  }

  /// The bytes of the line that the cursor has passed, with the line feed if nothing else is left:
  /// what [#nextLineStartsWith] recognises a line by.
  public byte[] passed() {
    return Arrays.copyOfRange(bytes, lineStart, position == lineEnd ? lineEnd + 1 : position);
  }

  /// Whether the line is `expected`, all of it, from its start.
  public boolean lineIs(byte[] expected) {
    return Arrays.equals(bytes, lineStart, lineEnd, expected, 0, expected.length);
  }

  private void pass(int lines, int start, int end) {
    lineNumber += lines;
    lineStart = start;
    lineEnd = end;
    position = end;
  }

  private void beginLine(int start, int known) throws MalformedKernelDataException {
    lineNumber++;
    lineStart = start;
    position = known;
    byte[] text = bytes;
    int limit = length;
    int end = known;
    while (end < limit && text[end] != '\n') {
      end++;
    }
    lineEnd = end;
    if (end == length) {
      cut = true;
      throw malformed("no line feed at the end");
    }
  }

  /// The exception for the line the cursor stands on; for the first, which is missing, in an empty
  /// file.
  public MalformedKernelDataException malformed(String problem) {
    int line = Math.max(1, lineNumber);
    return new MalformedKernelDataException(
        file(), line, KernelText.of(bytes, lineStart, Math.max(lineStart, lineEnd)), problem);
  }

  /// Notes that something of the file cannot be read, while the rest can.
  ///
  /// @param problem what is wrong with the line the cursor stands on
  /// @param loss less than the file
  public void lose(String problem, Loss loss) {
    losses++;
    if (firstLoss == null) {
      firstLoss = malformed(problem).costing(loss);
    }
  }

  /// The same of what was thrown where it was met.
  public void lose(MalformedKernelDataException e, Loss loss) {
    losses++;
    if (firstLoss == null) {
      firstLoss = e.costing(loss);
    }
  }

  /// The first of what was noted; null where all of the file was read.
  public @Nullable MalformedKernelDataException firstLoss() {
    return firstLoss;
  }

  /// How often something was noted.
  public int losses() {
    return losses;
  }

  /// The file's name for error texts.
  public String file() {
    return folder.isEmpty() ? file : file.isEmpty() ? folder : folder + "/" + file;
  }

  /// The whole text.
  public String all() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /// Whether there is no text at all.
  public boolean isEmpty() {
    return length == 0;
  }

  /// The array that holds the text.
  public byte[] bytes() {
    return bytes;
  }

  /// Where the text ends in [#bytes].
  public int end() {
    return length;
  }
}
