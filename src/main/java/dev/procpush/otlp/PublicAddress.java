// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells whether the way to a host leads through networks where bytes cost money: anything but this
/// machine, private addresses and names that only a local resolver knows. No name is looked up.
final class PublicAddress {
  private static final List<String> LOCAL_ENDINGS =
      List.of(".local", ".localhost", ".svc", ".internal", ".lan", ".home.arpa", ".intranet");

  private PublicAddress() {}

  /// @param host a name or a literal address, an IPv6 one with or without brackets
  static boolean isPublic(@Nullable String host) {
    if (host == null || host.isBlank()) {
      return false;
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return isPublic(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException _) {
      return isPublicName(bare.toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isPublicName(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return bare.contains(".") && LOCAL_ENDINGS.stream().noneMatch(bare::endsWith);
  }

  private static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    boolean carrierNat =
        bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64; // 100.64.0.0/10
    return !(address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || uniqueLocal
        || carrierNat);
  }
}
