// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.Locale;

/// The kernel's names as parts of metric names.
public final class SnakeCase {
  private static final String TCP = "TCP";

  private SnakeCase() {}

  /// As in `retrans_segs` for `RetransSegs`, `tcp_ofo_queue` for `TCPOFOQueue`, `active_anon` for
  /// `Active(anon)`.
  ///
  /// A word begins behind a leading `TCP`, at a capital behind a small letter, and at a capital
  /// with two small letters behind it.
  public static String of(String kernelName) {
    StringBuilder name = new StringBuilder(kernelName.length() + 8);
    for (int i = 0; i < kernelName.length(); i++) {
      if (beginsWord(kernelName, i)) {
        name.append('_');
      }
      char c = kernelName.charAt(i);
      name.append(c == '(' || c == ')' || c == ' ' ? '_' : c);
    }
    while (!name.isEmpty() && name.charAt(name.length() - 1) == '_') {
      name.setLength(name.length() - 1);
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean beginsWord(String name, int at) {
    if (at == 0 || !isCapital(name, at)) {
      return false;
    }
    if (at == TCP.length() && name.startsWith(TCP)) {
      return true;
    }
    boolean behindDigit = name.charAt(at - 1) >= '0' && name.charAt(at - 1) <= '9';
    return isSmall(name, at - 1)
        || ((isCapital(name, at - 1) || behindDigit)
            && isSmall(name, at + 1)
            && isSmall(name, at + 2));
  }

  private static boolean isCapital(String name, int at) {
    return name.charAt(at) >= 'A' && name.charAt(at) <= 'Z';
  }

  private static boolean isSmall(String name, int at) {
    return at < name.length() && name.charAt(at) >= 'a' && name.charAt(at) <= 'z';
  }
}
