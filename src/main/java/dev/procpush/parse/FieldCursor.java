// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import org.jspecify.annotations.Nullable;

/// A position in the text of a kernel file that moves line by line and, in a line, field by field.
public abstract sealed class FieldCursor extends LineCursor permits ByteCursor {

  FieldCursor(String folder, String file, byte[] bytes, int from, int end) {
    super(folder, file, bytes, from, end);
  }

  /// Whether the rest of the line holds anything but blanks; stands on it then.
  public boolean hasField() {
    int at = position;
    int end = lineEnd;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    position = at;
    return at < end;
  }

  /// Whether the next field begins with a digit; stands on it then.
  public boolean startsWithDigit() {
    return hasField() && bytes[position] >= '0' && bytes[position] <= '9';
  }

  /// Steps over the next field, whatever it is.
  public void skip(String field) throws MalformedKernelDataException {
    if (!hasField()) {
      throw malformed(field + ": missing");
    }
    byte[] text = bytes;
    int at = position;
    int end = lineEnd;
    while (at < end && text[at] != ' ') {
      at++;
    }
    position = at;
  }

  /// Steps over fields, whatever they are.
  ///
  /// @param names of fields, for the error text: of those from `from` to before `to`
  public void skip(String[] names, int from, int to) throws MalformedKernelDataException {
    byte[] text = bytes;
    int at = position;
    int end = lineEnd;
    for (int i = from; i < to; i++) {
      while (at < end && text[at] == ' ') {
        at++;
      }
      if (at == end) {
        throw malformed(names[i] + ": missing");
      }
      while (at < end && text[at] != ' ') {
        at++;
      }
    }
    position = at;
  }

  /// Steps over the next field if it is `expected`, all of it.
  ///
  /// @return whether it is
  public boolean skipIf(byte[] expected) {
    hasField();
    int end = position + expected.length;
    boolean is = end <= lineEnd && (end == lineEnd || bytes[end] == ' ') && isHere(expected);
    position = is ? end : position;
    return is;
  }

  /// Quicker than the JDK for what is a few bytes long.
  private boolean isHere(byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (bytes[position + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /// Steps over the beginning of the next field if that is `expected`.
  ///
  /// @return whether it is
  public boolean skipStart(byte[] expected) {
    hasField();
    int end = position + expected.length;
    boolean is = end <= lineEnd && isHere(expected);
    position = is ? end : position;
    return is;
  }

  /// Steps over a tab, if one is next: `/proc/<pid>/status` has one behind each key.
  public void skipTab() {
    if (position < lineEnd && bytes[position] == '\t') {
      position++;
    }
  }

  /// Reads the next field, up to a blank or the end of the line.
  public String word(String field) throws MalformedKernelDataException {
    hasField();
    int start = position;
    skip(field);
    return text(start, position);
  }

  /// Reads from here to the last `delimiter` of the line, and steps over it.
  ///
  /// @throws MalformedKernelDataException when the line has none, or nothing before it
  public String untilLast(char delimiter, String field) throws MalformedKernelDataException {
    return untilLast(delimiter, field, null);
  }

  /// As the other one.
  ///
  /// @param known what is returned if it is what was read
  public String untilLast(char delimiter, String field, @Nullable String known)
      throws MalformedKernelDataException {
    byte[] text = bytes;
    int start = position;
    int at = lineEnd - 1;
    while (at >= start && text[at] != delimiter) {
      at--;
    }
    return until(at, field, known);
  }

  /// Reads from here to the next `delimiter` of the line, and steps over it.
  ///
  /// @throws MalformedKernelDataException when the line has none, or nothing before it
  public String untilNext(char delimiter, String field) throws MalformedKernelDataException {
    int at = position;
    while (at < lineEnd && bytes[at] != delimiter) {
      at++;
    }
    return until(at == lineEnd ? -1 : at, field, null);
  }

  /// Reads the rest of the line, which may be empty.
  public String rest() {
    String rest = text(position, lineEnd);
    position = lineEnd;
    return rest;
  }

  private String until(int delimiterAt, String field, @Nullable String known)
      throws MalformedKernelDataException {
    if (delimiterAt <= position) {
      throw malformed(field + ": missing");
    }
    int start = position;
    position = delimiterAt + 1;
    return known != null && KernelText.is(known, bytes, start, delimiterAt)
        ? known
        : text(start, delimiterAt);
  }

  private String text(int from, int to) {
    return KernelText.of(bytes, from, to);
  }
}
