// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `ip -j -d -s -s link` tells of the state of an interface.
///
/// @param kind empty for hardware
/// @param peerIndex the index of the other end, empty where that is in the same namespace
record IpLink(
    String name,
    String mac,
    String operState,
    long mtu,
    long carrierChanges,
    String kind,
    String index,
    String peerIndex) {

  /// The program that tells.
  static final String COMMAND = "ip -j -d -s -s link";

  /// All interfaces but `lo`.
  static List<IpLink> parse(String json) throws IOException {
    List<IpLink> links = new ArrayList<>();
    for (Object entry : Json.list(Json.parse(json))) {
      Map<?, ?> link = Json.map(entry);
      if (!"lo".equals(link.get("ifname"))) {
        links.add(of(link));
      }
    }
    return links;
  }

  boolean isUp() {
    return operState.equals("up");
  }

  private static IpLink of(Map<?, ?> link) {
    Map<?, ?> transmitted = Json.map(Json.map(link.get("stats64")).get("tx"));
    return new IpLink(
        text(link, "ifname"),
        text(link, "address"),
        text(link, "operstate").toLowerCase(Locale.ROOT),
        Long.parseLong(text(link, "mtu")),
        Long.parseLong(text(transmitted, "carrier_changes")),
        link.get("linkinfo") instanceof Map<?, ?> info ? text(info, "info_kind") : "",
        text(link, "ifindex"),
        text(link, "link_index"));
  }

  private static String text(Map<?, ?> json, String key) {
    @Nullable Object value = json.get(key);
    return value == null ? "" : value.toString();
  }
}
