// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

/// IP addresses as text, as `inet_ntop` and `ip` write them.
final class AddressText {
  private static final int GROUPS = 8;
  private static final int MAPPED = 0xffff;

  private AddressText() {}

  /// As in `192.0.2.1`.
  static String ipv4(long bits) {
    StringBuilder text = new StringBuilder(15);
    appendIpv4(text, bits);
    return text.toString();
  }

  /// After RFC 5952: the longest row of zeros, of equal ones the first, becomes `::`; one that
  /// holds an IPv4 address ends with it, as in `::ffff:192.0.2.1`.
  static String ipv6(long high, long low) {
    int zerosStart = 0;
    int zeros = 0;
    int row = 0;
    for (int i = 0; i < GROUPS; i++) {
      row = group(high, low, i) == 0 ? row + 1 : 0;
      if (row > zeros) {
        zeros = row;
        zerosStart = i + 1 - row;
      }
    }
    boolean ipv4 = zerosStart == 0 && (zeros == 6 || (zeros == 5 && group(high, low, 5) == MAPPED));
    int groups = ipv4 ? GROUPS - 2 : GROUPS;
    StringBuilder text = new StringBuilder(39);
    int i = 0;
    while (i < groups) {
      if (zeros > 1 && i == zerosStart) {
        text.append("::");
        i += zeros;
      } else {
        separate(text);
        text.append(Integer.toHexString(group(high, low, i)));
        i++;
      }
    }
    if (ipv4) {
      separate(text);
      appendIpv4(text, low & 0xffff_ffffL);
    }
    return text.toString();
  }

  private static void separate(StringBuilder text) {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
      text.append(':');
    }
  }

  private static void appendIpv4(StringBuilder text, long bits) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      text.append(bits >> shift & 0xff).append(shift == 0 ? "" : ".");
    }
  }

  private static int group(long high, long low, int index) {
    long half = index < 4 ? high : low;
    return (int) (half >> (16 * (3 - index % 4))) & 0xffff;
  }
}
