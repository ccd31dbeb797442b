// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.util.ArrayList;
import java.util.List;

/// Datagrams of a known number and size, to somebody who is not there: no address is resolved, and
/// nobody answers.
final class Traffic {

  /// In a range for documentation, so that nobody's real route is covered.
  static final String NOBODY = "192.0.2.7";

  private static final int HEADERS = 14 + 20 + 8; // Ethernet, IPv4, UDP
  private static final String SEND =
      """
      set -e
      exec 3>/dev/udp/%s/9
      for ((i = 0; i < $1; i++)); do head -c $2 /dev/zero >&3; done
      """
          .formatted(NOBODY);

  private Traffic() {}

  /// `ip` commands, without that word, that make an interface the way to nobody, alone on it with
  /// this address.
  static List<String> route(String interfaceName, String address) {
    return List.of(
        "address add %s/32 dev %s".formatted(address, interfaceName),
        "link set %s up".formatted(interfaceName),
        "route add %s/32 dev %s src %s".formatted(NOBODY, interfaceName, address),
        "neighbour add %s lladdr 02:00:00:00:00:07 nud permanent dev %s"
            .formatted(NOBODY, interfaceName));
  }

  /// The program that sends.
  ///
  /// @param size of the data in each
  static List<String> send(int datagrams, int size) {
    return new ArrayList<>(List.of("bash", "-c", SEND, "send", datagrams + "", size + ""));
  }

  /// What so many datagrams count on the wire.
  static long bytes(int datagrams, int size) {
    return (long) datagrams * (HEADERS + size);
  }
}
