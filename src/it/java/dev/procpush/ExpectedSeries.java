// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The series that Prometheus should have of a namespace, under all of their labels, by what the
/// system's own tools tell inside. `lo` is left out.
final class ExpectedSeries {
  private static final String INTERFACE = "network_interface_name";
  private static final String ADDRESS = "network_interface_address_info";

  /// What [NamespaceScene] asks for of net/snmp, net/netstat and net/snmp6.
  private static final List<String> PROTOCOLS =
      List.of(
          "ip_forwarding",
          "ipext_in_octets_bytes_total",
          "ipext_out_octets_bytes_total",
          "ip6_in_octets_bytes_total",
          "tcp_active_opens_total",
          "tcp_curr_estab",
          "tcp_in_segs_total",
          "tcp_out_segs_total",
          "tcp_passive_opens_total",
          "tcp_retrans_segs_total",
          "tcp_rto_min_seconds",
          "tcpext_listen_drops_total",
          "udp_in_datagrams_total",
          "udp_out_datagrams_total",
          "udplite_in_errors_total");

  private static final List<String> CONNTRACK =
      List.of(
          "count",
          "found_total",
          "invalid_total",
          "ignore_total",
          "insert_total",
          "insert_failed_total",
          "drop_total",
          "early_drop_total",
          "search_restart_total");

  private final ObservedNamespace namespace;

  ExpectedSeries(ObservedNamespace namespace) {
    this.namespace = namespace;
  }

  /// The columns of net/dev.
  Map<Map<String, String>, Double> ofTraffic() throws IOException {
    Map<Map<String, String>, Double> series = new HashMap<>();
    LinkStatistics.parse(namespace.run(String.join(" ", LinkStatistics.COMMAND)))
        .interfaces()
        .forEach(
            (name, numbers) -> {
              if (!name.equals("lo")) {
                addColumns(series, name, numbers);
              }
            });
    return series;
  }

  private void addColumns(
      Map<Map<String, String>, Double> series,
      String interfaceName,
      Map<List<String>, Long> numbers) {
    for (int i = 0; i < Collected.COLUMNS.size(); i++) {
      List<String> column = NetDevTable.COLUMNS.get(i);
      series.put(
          namespace.labels(
              "network_" + column.getFirst(),
              INTERFACE,
              interfaceName,
              "network_io_direction",
              column.getLast()),
          (double) numbers.getOrDefault(Collected.COLUMNS.get(i), -1L));
    }
  }

  /// The state of the interfaces.
  ///
  /// @param peersInode what tells the namespace that their other ends are in, or the empty string
  Map<Map<String, String>, Double> ofInterfaces(String peersInode) throws IOException {
    Map<Map<String, String>, Double> series = new HashMap<>();
    for (IpLink link : links()) {
      series.put(plain("up", link), link.isUp() ? 1.0 : 0.0);
      series.put(plain("mtu_bytes", link), (double) link.mtu());
      series.put(plain("carrier_changes_total", link), (double) link.carrierChanges());
      series.put(
          namespace.labels(
              "network_interface_info",
              INTERFACE,
              link.name(),
              "network_interface_mac",
              link.mac(),
              "network_interface_operstate",
              link.operState(),
              "network_interface_kind",
              link.kind(),
              "network_interface_index",
              link.index(),
              "network_interface_peer_index",
              link.peerIndex(),
              "network_interface_peer_netns_inode",
              peersInode),
          1.0);
    }
    return series;
  }

  private Map<String, String> plain(String metric, IpLink link) {
    return namespace.labels("network_interface_" + metric, INTERFACE, link.name());
  }

  private List<IpLink> links() throws IOException {
    return IpLink.parse(namespace.run(IpLink.COMMAND));
  }

  /// The addresses of the interfaces.
  Map<Map<String, String>, Double> ofAddresses() throws IOException {
    Map<Map<String, String>, Double> series = new HashMap<>();
    for (Object entry : Json.list(Json.parse(namespace.run("ip -j addr")))) {
      Map<?, ?> link = Json.map(entry);
      if (!"lo".equals(link.get("ifname"))) {
        for (Object info : Json.list(link.get("addr_info"))) {
          Map<?, ?> address = Json.map(info);
          String type = "inet6".equals(address.get("family")) ? "ipv6" : "ipv4";
          String text = address.get("local") + "/" + address.get("prefixlen");
          series.put(address("" + link.get("ifname"), type, text), 1.0);
        }
      }
    }
    return series;
  }

  Map<String, String> address(String interfaceName, String type, String address) {
    return namespace.labels(
        ADDRESS,
        INTERFACE,
        interfaceName,
        "network_type",
        type,
        "network_interface_address",
        address);
  }

  /// TCP states and orphans, and how many sockets there are of each kind. UDP-Lite is not in what
  /// `ss` sums up; nobody here has such sockets.
  Map<Map<String, String>, Double> ofSockets(SocketTable sockets) {
    Map<Map<String, String>, Double> series = new HashMap<>();
    sockets.states().forEach((state, count) -> series.put(state(state), (double) count));
    Map<String, Long> inUse = new TreeMap<>(sockets.inUse());
    inUse.put("udplite ipv4", 0L);
    inUse.put("udplite ipv6", 0L);
    inUse.forEach((kind, count) -> series.put(inUse(kind), (double) count));
    series.put(namespace.labels("network_tcp_orphan"), (double) sockets.orphans());
    series.put(namespace.labels("network_tcp_time_wait"), (double) sockets.timeWait());
    series.put(namespace.labels("network_socket_count"), (double) sockets.total());
    return series;
  }

  Map<String, String> state(String state) {
    return namespace.labels(
        "network_connection_count", "network_transport", "tcp", "network_connection_state", state);
  }

  /// @param kind as in `tcp ipv4`
  Map<String, String> inUse(String kind) {
    int space = kind.indexOf(' ');
    return namespace.labels(
        "network_socket_inuse",
        "network_transport",
        kind.substring(0, space),
        "network_type",
        kind.substring(space + 1));
  }

  /// How many series each metric has, but for `netns_info`.
  Map<String, Integer> counts() throws IOException {
    int interfaces = links().size();
    Map<String, Integer> counts = new TreeMap<>();
    for (List<String> column : NetDevTable.COLUMNS) {
      counts.merge(name(column.getFirst()), interfaces, Integer::sum);
    }
    for (String metric : List.of("up", "mtu_bytes", "carrier_changes_total", "info")) {
      counts.put(name("interface_" + metric), interfaces);
    }
    counts.put(namespace.prefix() + ADDRESS, ofAddresses().size());
    counts.put(name("connection_count"), SocketTable.allStates().size());
    counts.put(name("tcp_orphan"), 1);
    counts.put(name("tcp_time_wait"), 1);
    counts.put(name("socket_count"), 1);
    counts.put(name("socket_inuse"), 8);
    counts.put(name("fragment_queue_count"), 2);
    counts.put(name("fragment_queue_memory_bytes"), 2);
    CONNTRACK.forEach(metric -> counts.put(name("conntrack_" + metric), 1));
    PROTOCOLS.forEach(metric -> counts.put(name(metric), 1));
    counts.put("acme_ip_forwarding", 1);
    counts.put("acme_keepalive_time_seconds", 1);
    counts.put("acme_conntrack_inserted_total", 1);
    return counts;
  }

  private String name(String metric) {
    return namespace.prefix() + "network_" + metric;
  }
}
