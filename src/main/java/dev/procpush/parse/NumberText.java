// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// Text that should be a number, and where it stands.
///
/// @param file the kernel file's name for error texts
/// @param line from 1
public record NumberText(String file, int line, String text) {
  private static final int MOST_DIGITS = 40;

  /// A number of up to 64 bits without a sign.
  ///
  /// @param base 10, or 16 with or without `0x`
  /// @return the 64 bits; negative as a Java `long` from 2⁶³ on
  public long unsigned(int base) throws MalformedKernelDataException {
    String digits = base == 16 && text.startsWith("0x") ? text.substring(2) : text;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c > 'f' || Character.digit(c, base) < 0) {
        throw notANumber();
      }
    }
    try {
      return Long.parseUnsignedLong(digits, base);
    } catch (NumberFormatException e) {
      throw digits.isEmpty() ? notANumber() : malformed("more than 64 bits");
    }
  }

  /// A number that may have a sign and, in base 10, a fraction.
  public double decimal(int base) throws MalformedKernelDataException {
    if (base == 16) {
      long bits = unsigned(base);
      return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
    double value = decimalOf(text);
    if (Double.isNaN(value)) {
      throw notANumber();
    }
    return value;
  }

  /// A number that may have a sign and a fraction, in base 10; NaN for anything else.
  static double decimalOf(String text) {
    int digits = 0;
    int points = 0;
    for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      digits += c >= '0' && c <= '9' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return Double.NaN;
      }
    }
    boolean ended = text.endsWith(".") || text.startsWith(".") || text.startsWith("-.");
    boolean isNumber = digits > 0 && digits <= MOST_DIGITS && points <= 1 && !ended;
    return isNumber ? Double.parseDouble(text) : Double.NaN;
  }

  private MalformedKernelDataException notANumber() {
    return malformed("not a number");
  }

  private MalformedKernelDataException malformed(String problem) {
    return new MalformedKernelDataException(file, line, text, problem);
  }
}
