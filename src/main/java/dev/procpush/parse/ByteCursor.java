// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import dev.procpush.parse.MalformedKernelDataException.Loss;

/// A position in the text of a kernel file that reads numbers, field by field and line by line.
///
/// The reading methods take the field's name: every error names the file, the line and the field.
public final class ByteCursor extends FieldCursor {
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
    stepOver(delimiter, field);
    return value;
  }

  /// Reads the number that begins right here, behind its key as in `rbytes=5`. Where none begins
  /// that is noted.
  ///
  /// @return [KernelNumber#NONE] where there is none
  public long numberHere(KernelNumber kind, String field) throws MalformedKernelDataException {
    if (position == lineEnd || bytes[position] == ' ') {
      lose(field + ": missing", Loss.VALUE);
      return KernelNumber.NONE;
    }
    return number(kind, ' ', field);
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
    int digits = bytes[start] == '-' ? start + 1 : start;
    try {
      if (digits == lineEnd || bytes[digits] < '0' || bytes[digits] > '9') {
        throw malformed(field);
      }
      position = digits;
      long value = unsigned(delimiter, field);
      if (digits == start) {
        return known(kind, kind.checked(value), field);
      }
      boolean fits = kind.isSigned() && value >= 0;
      return known(kind, fits ? kind.checked(-value) : KernelNumber.NONE, field);
    } catch (MalformedKernelDataException e) {
      position = start;
      return noNumber(delimiter, field);
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

  /// Reads the next field as a hexadecimal number without a prefix. One that cannot be a number
  /// costs itself and is noted.
  ///
  /// @return [KernelNumber#NONE] where there is none
  /// @throws MalformedKernelDataException when the line has no more fields
  public long hexadecimal(KernelNumber kind, String field) throws MalformedKernelDataException {
    return hexadecimal(kind, ' ', field);
  }

  /// Reads the next field, which `delimiter` ends, as a hexadecimal number, and steps over that.
  ///
  /// @throws MalformedKernelDataException when the line has no more fields, or no delimiter
  public long hexadecimalUntil(char delimiter, KernelNumber kind, String field)
      throws MalformedKernelDataException {
    long value = hexadecimal(kind, delimiter, field);
    stepOver(delimiter, field);
    return value;
  }

  private long hexadecimal(KernelNumber kind, char delimiter, String field)
      throws MalformedKernelDataException {
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
    if (digits == 0 || digits > MAX_HEXADECIMAL_DIGITS || !ended) {
      return noNumber(delimiter, field);
    }
    position = at;
    return known(kind, kind.checked(value), field);
  }

  /// Steps over a field that cannot be a number, and notes it.
  private long noNumber(char delimiter, String field) {
    while (position < lineEnd && bytes[position] != delimiter && bytes[position] != ' ') {
      position++;
    }
    lose(field + ": not a number", Loss.VALUE);
    return KernelNumber.NONE;
  }

  private void stepOver(char delimiter, String field) throws MalformedKernelDataException {
    if (position == lineEnd || bytes[position] != delimiter) {
      throw malformed(field + ": not ended");
    }
    position++;
  }

  private static boolean exceeds(long value, int digit) {
    int order = Long.compareUnsigned(value, MAX_UNSIGNED_TENTH);
    return order > 0 || (order == 0 && digit > MAX_UNSIGNED_LAST_DIGIT);
  }
}
