// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// What each byte is worth as a hexadecimal digit, at hand: the kernel pads such numbers with
/// zeros, so most digits are read for nothing.
final class HexadecimalDigit {
  private static final byte[] VALUES = values();

  private HexadecimalDigit() {}

  /// @return -1 for what is no digit
  static int of(byte character) {
    return VALUES[character & 0xff];
  }

  private static byte[] values() {
    byte[] values = new byte[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i < 128 ? Character.digit((char) i, 16) : -1);
    }
    return values;
  }
}
