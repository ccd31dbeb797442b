// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `ip -j -s -s link` tells of each interface: another way to the kernel's counters, by
/// netlink and not by text. Here in the columns of `net/dev`.
record LinkStatistics(Map<String, Map<List<String>, Long>> interfaces) {

  /// The option that asks for them.
  static final List<String> COMMAND = List.of("ip", "-j", "-s", "-s", "link");

  static LinkStatistics parse(String json) throws IOException {
    Map<String, Map<List<String>, Long>> interfaces = new TreeMap<>();
    for (Object link : Json.list(Json.parse(json))) {
      Map<?, ?> statistics = Json.map(Json.map(link).get("stats64"));
      interfaces.put(
          "" + Json.map(link).get("ifname"),
          columns(numbers(statistics.get("rx")), numbers(statistics.get("tx"))));
    }
    return new LinkStatistics(interfaces);
  }

  /// Adds up as the kernel does where net/dev has fewer columns; what is 0 may be missing.
  private static Map<List<String>, Long> columns(Map<String, Long> rx, Map<String, Long> tx) {
    return Collected.columns(
        sum(rx, "bytes"),
        sum(rx, "packets"),
        sum(rx, "errors"),
        sum(rx, "dropped", "missed_errors"),
        sum(rx, "fifo_errors"),
        sum(rx, "length_errors", "over_errors", "crc_errors", "frame_errors"),
        sum(rx, "compressed"),
        sum(rx, "multicast"),
        sum(tx, "bytes"),
        sum(tx, "packets"),
        sum(tx, "errors"),
        sum(tx, "dropped"),
        sum(tx, "fifo_errors"),
        sum(tx, "collisions"),
        sum(tx, "carrier_errors", "aborted_errors", "window_errors", "heartbeat_errors"),
        sum(tx, "compressed"));
  }

  private static long sum(Map<String, Long> numbers, String... names) {
    long sum = 0;
    for (String name : names) {
      sum += numbers.getOrDefault(name, 0L);
    }
    return sum;
  }

  private static Map<String, Long> numbers(@Nullable Object json) {
    Map<String, Long> numbers = new HashMap<>();
    Json.map(json).forEach((name, value) -> numbers.put("" + name, Long.valueOf("" + value)));
    return numbers;
  }
}
