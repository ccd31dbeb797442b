// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import dev.procpush.parse.MalformedKernelDataException.Loss;
import org.jspecify.annotations.Nullable;

/// A position in the text of a kernel file that moves line by line and, in a line, field by field.
///
/// The reading methods take the field's name: every error names the file, the line and the field.
public final class ByteCursor extends LineCursor {
  private static final int MAX_UNSIGNED_DIGITS = 20;
  private static final long MAX_UNSIGNED_TENTH = Long.divideUnsigned(-1L, 10);
  private static final long MAX_UNSIGNED_LAST_DIGIT = Long.remainderUnsigned(-1L, 10);
  private static final int MAX_HEXADECIMAL_DIGITS = 16;

  /// So many digits always fit into 63 bits.
  private static final int PLAIN_DIGITS = 18;

  /// @param file the kernel file's name for error texts, as in `net/dev`
  /// @param bytes the text, from index 0
  /// @param length how many bytes it has
  public ByteCursor(String file, byte[] bytes, int length) {
    this("", file, bytes, 0, length);
  }

  /// As the other one, of a file in a folder.
  public ByteCursor(String folder, String file, byte[] bytes, int length) {
    this(folder, file, bytes, 0, length);
  }

  private ByteCursor(String folder, String file, byte[] bytes, int from, int end) {
    super(folder, file, bytes, from, end);
  }

  /// The same text without its beginning, for another cursor.
  public ByteCursor from(int start) {
    return new ByteCursor(file(), "", bytes, start, end());
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

  /// Reads the next decimal number of up to 64 bits without a sign.
  ///
  /// @param field its name for the error text
  /// @return the 64 bits; negative as a Java `long` from 2⁶³ on
  public long unsigned(String field) throws MalformedKernelDataException {
    return unsigned(' ', field);
  }

  /// Reads the next decimal number, which `delimiter` ends, and steps over that.
  public long unsignedUntil(char delimiter, String field) throws MalformedKernelDataException {
    long value = unsigned(delimiter, field);
    if (position == lineEnd) {
      throw malformed(field + ": not a number");
    }
    position++;
    return value;
  }

  /// Reads the next field as a number. One that cannot be a number costs itself and is noted.
  ///
  /// @param kind what the kernel's source says of it
  /// @return [KernelNumber#NONE] where there is none
  /// @throws MalformedKernelDataException when the line has no more fields
  public long number(KernelNumber kind, String field) throws MalformedKernelDataException {
    return number(kind, ' ', field);
  }

  /// Reads the next field, which `delimiter` ends, as a number, and steps over that.
  ///
  /// @throws MalformedKernelDataException when the line has no more fields, or no delimiter
  public long numberUntil(char delimiter, KernelNumber kind, String field)
      throws MalformedKernelDataException {
    long value = number(kind, delimiter, field);
    if (position == lineEnd) {
      throw malformed(field + ": not ended");
    }
    position++;
    return value;
  }

  private long number(KernelNumber kind, char delimiter, String field)
      throws MalformedKernelDataException {
    if (!hasField()) {
      throw malformed(field + ": missing");
    }
    byte[] text = bytes;
    int end = lineEnd;
    int start = position;
    int at = start;
    int most = Math.min(end, at + PLAIN_DIGITS);
    long value = 0;
    int digit;
    while (at < most && (digit = text[at] - '0') >= 0 && digit <= 9) {
      value = value * 10 + digit;
      at++;
    }
    if (at == start || (at < end && text[at] != delimiter)) {
      return oddNumber(kind, delimiter, field);
    }
    position = at;
    return known(kind, kind.checked(value), field);
  }

  /// One that has a sign, or more digits than surely fit into 63 bits, or is none.
  private long oddNumber(KernelNumber kind, char delimiter, String field) {
    int start = position;
    boolean negative = bytes[start] == '-';
    try {
      position += negative ? 1 : 0;
      long value = unsigned(delimiter, field);
      if (!negative) {
        return known(kind, kind.checked(value), field);
      }
      boolean fits = kind.isSigned() && value >= 0;
      return known(kind, fits ? kind.checked(-value) : KernelNumber.NONE, field);
    } catch (MalformedKernelDataException e) {
      position = start;
      while (position < lineEnd && bytes[position] != delimiter) {
        position++;
      }
      lose(field + ": not a number", Loss.VALUE);
      return KernelNumber.NONE;
    }
  }

  private long known(KernelNumber kind, long value, String field) {
    if (value == KernelNumber.NONE && !kind.mayBeNone()) {
      lose(field + ": below zero", Loss.VALUE);
    }
    return value;
  }

  /// Reads the next field as a number with a fraction, not below 0. One that cannot be one costs
  /// itself and is noted.
  ///
  /// @return NaN where there is none
  /// @throws MalformedKernelDataException when the line has no more fields
  public double decimal(String field) throws MalformedKernelDataException {
    double value = NumberText.decimalOf(word(field));
    if (value >= 0) {
      return value;
    }
    lose(field + ": not a number from 0 on", Loss.VALUE);
    return Double.NaN;
  }

  private long unsigned(char delimiter, String field) throws MalformedKernelDataException {
    if (!hasField()) {
      throw malformed(field + ": missing");
    }
    byte[] text = bytes;
    int start = position;
    int end = lineEnd;
    int at = start;
    long value = 0;
    int digit;
    while (at < end && (digit = text[at] - '0') >= 0 && digit <= 9) {
      if (at - start >= MAX_UNSIGNED_DIGITS - 1 && exceeds(value, digit)) {
        throw malformed(field + ": more than 64 bits");
      }
      value = value * 10 + digit;
      at++;
    }
    boolean ended = at == end || text[at] == delimiter;
    if (at == start || !ended || at - start > MAX_UNSIGNED_DIGITS) {
      throw malformed(field + ": not a number");
    }
    position = at;
    return value;
  }

  /// Reads the next decimal number of up to 64 bits, which may have a minus sign.
  public long signed(String field) throws MalformedKernelDataException {
    boolean negative = hasField() && bytes[position] == '-';
    if (negative && (++position == lineEnd || bytes[position] == ' ')) {
      throw malformed(field + ": not a number");
    }
    long value = unsigned(field);
    if (value < 0 && !(negative && value == Long.MIN_VALUE)) {
      throw malformed(field + ": more than 64 bits");
    }
    return negative ? -value : value;
  }

  /// Reads the next hexadecimal number of up to 64 bits, without a prefix.
  ///
  /// @param field its name for the error text
  /// @return the 64 bits; negative as a Java `long` from 2⁶³ on
  public long hexadecimal(String field) throws MalformedKernelDataException {
    return hexadecimal(' ', field);
  }

  /// Reads the next hexadecimal number, which `delimiter` ends, and steps over that.
  public long hexadecimalUntil(char delimiter, String field) throws MalformedKernelDataException {
    long value = hexadecimal(delimiter, field);
    if (position == lineEnd) {
      throw malformed(field + ": not a hexadecimal number");
    }
    position++;
    return value;
  }

  private long hexadecimal(char delimiter, String field) throws MalformedKernelDataException {
    if (!hasField()) {
      throw malformed(field + ": missing");
    }
    byte[] text = bytes;
    int end = lineEnd;
    int at = position;
    long value = 0;
    int digit;
    while (at < end && (digit = HexadecimalDigit.of(text[at])) >= 0) {
      value = value << 4 | digit;
      at++;
    }
    int digits = at - position;
    boolean ended = at == end || text[at] == delimiter;
    if (digits == 0 || !ended) {
      throw malformed(field + ": not a hexadecimal number");
    }
    if (digits > MAX_HEXADECIMAL_DIGITS) {
      throw malformed(field + ": more than 64 bits");
    }
    position = at;
    return value;
  }

  /// Steps over the next field if it is a number below zero.
  ///
  /// @return whether it is
  public boolean skipIfNegative(String field) throws MalformedKernelDataException {
    if (!hasField() || bytes[position] != '-') {
      return false;
    }
    position++;
    if (position == lineEnd || bytes[position] == ' ') {
      throw malformed(field + ": not a number");
    }
    unsigned(field);
    return true;
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

  private static boolean exceeds(long value, int digit) {
    int order = Long.compareUnsigned(value, MAX_UNSIGNED_TENTH);
    return order > 0 || (order == 0 && digit > MAX_UNSIGNED_LAST_DIGIT);
  }

  private String text(int from, int to) {
    return KernelText.of(bytes, from, to);
  }
}
