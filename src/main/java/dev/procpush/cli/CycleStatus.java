// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import java.util.Locale;

/// How a cycle went, in numbers.
///
/// @param namespaces network namespaces found, the host's included
/// @param containers containers found
/// @param points points sent
/// @param bytes bytes sent, before compression
/// @param collector how the Collector is, as in `reachable`
public record CycleStatus(
    int namespaces, int containers, long points, long bytes, String collector) {

  private static final int MOST_COLUMNS = 60;

  String line() {
    return String.format(
        Locale.ROOT,
        "%,d namespaces, %,d containers, %,d points, %s, Collector %s",
        namespaces,
        containers,
        points,
        size(bytes),
        TerminalColumns.cut(collector, MOST_COLUMNS));
  }

  private static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
