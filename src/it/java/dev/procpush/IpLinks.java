// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What `ip` tells of the interfaces of a namespace, as the points that procpush is to make of it.
///
/// @param numbers of each interface, by the metric's name behind `network.interface.`
/// @param described of each interface, the attributes of its `network.interface.info`
record IpLinks(Map<String, Map<String, Long>> numbers, Map<String, Map<String, String>> described) {

  /// The option that asks for them.
  static final List<String> COMMAND = List.of("ip", "-s", "-s", "-d", "-j", "link");

  static final List<String> ADDRESSES = List.of("ip", "-j", "address");

  /// The counters that are not in net/dev.
  private static final List<String> STATISTICS =
      List.of(
          "rx_dropped",
          "rx_length_errors",
          "rx_over_errors",
          "rx_crc_errors",
          "rx_frame_errors",
          "rx_missed_errors",
          "tx_aborted_errors",
          "tx_carrier_errors",
          "tx_heartbeat_errors",
          "tx_window_errors",
          "rx_nohandler",
          "rx_otherhost_dropped");

  /// @param home the inode number of the namespace that is known by a number in this one; null
  ///   where there is none
  static IpLinks parse(String json, @Nullable Long home) throws IOException {
    Map<String, Map<String, Long>> numbers = new TreeMap<>();
    Map<String, Map<String, String>> described = new TreeMap<>();
    Map<Object, Object> indexes = new HashMap<>();
    List<?> links = Json.list(Json.parse(json));
    for (Object link : links) {
      indexes.put("" + Json.map(link).get("ifname"), "" + Json.map(link).get("ifindex"));
    }
    for (Object each : links) {
      Map<?, ?> link = Json.map(each);
      numbers.put("" + link.get("ifname"), numbers(link));
      described.put("" + link.get("ifname"), described(link, indexes, home));
    }
    return new IpLinks(numbers, described);
  }

  /// The addresses of each interface that has any, as `ip -j address` tells.
  static Map<String, TreeSet<String>> addresses(String json) throws IOException {
    Map<String, TreeSet<String>> addresses = new TreeMap<>();
    for (Object link : Json.list(Json.parse(json))) {
      for (Object each : Json.list(Json.map(link).get("addr_info"))) {
        Map<?, ?> address = Json.map(each);
        addresses
            .computeIfAbsent("" + Json.map(link).get("ifname"), _ -> new TreeSet<>())
            .add(
                ("inet6".equals(address.get("family")) ? "ipv6 " : "ipv4 ")
                    + address.get("local")
                    + '/'
                    + address.get("prefixlen"));
      }
    }
    return addresses;
  }

  long number(String name, String metric) {
    return Objects.requireNonNull(Objects.requireNonNull(numbers.get(name)).get(metric));
  }

  Map<String, String> description(String name) {
    return Objects.requireNonNull(described.get(name));
  }

  private static Map<String, Long> numbers(Map<?, ?> link) {
    Map<?, ?> statistics = Json.map(link.get("stats64"));
    List<?> flags = Json.list(link.get("flags"));
    boolean runs = flags.contains("UP") && !flags.contains("NO-CARRIER");
    String state = "" + link.get("operstate");
    Map<String, Long> numbers = new TreeMap<>();
    numbers.put("up", state.equals("UP") || (state.equals("UNKNOWN") && runs) ? 1L : 0L);
    numbers.put("mtu", Long.valueOf("" + link.get("mtu")));
    numbers.put(
        "carrier_changes",
        Long.valueOf("" + Json.map(statistics.get("tx")).get("carrier_changes")));
    for (String name : STATISTICS) {
      // what is 0 may be missing
      String key = name.equals("rx_otherhost_dropped") ? "otherhost" : name.substring(3);
      Object value = Json.map(statistics.get(name.substring(0, 2))).get(key);
      numbers.put("stats." + name, value == null ? 0L : Long.parseLong("" + value));
    }
    return numbers;
  }

  private static Map<String, String> described(
      Map<?, ?> link, Map<Object, Object> indexes, @Nullable Long home) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("name", "" + link.get("ifname"));
    attributes.put("index", "" + link.get("ifindex"));
    attributes.put("mac", "" + link.get("address"));
    attributes.put("operstate", ("" + link.get("operstate")).toLowerCase(Locale.ROOT));
    if (link.get("linkinfo") instanceof Map<?, ?> information
        && information.containsKey("info_kind")) {
      attributes.put("kind", "" + information.get("info_kind"));
    }
    Object peer = link.containsKey("link") ? indexes.get(link.get("link")) : link.get("link_index");
    if (peer != null) {
      attributes.put("peer.index", "" + peer);
    }
    if (home != null && link.containsKey("link_netnsid")) {
      attributes.put("peer.netns.inode", "" + home);
    }
    return attributes;
  }
}
