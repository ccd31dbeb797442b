// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What `nstat` tells of a namespace's protocols, and what of them it leaves out.
///
/// @param counters by the names that `nstat` has for them
record KernelProtocols(Map<?, ?> counters, double rtoMinSeconds) {

  /// Some counters, and how their metrics are called in Prometheus behind the prefix.
  static final Map<String, String> COUNTERS =
      Map.of(
          "TcpRetransSegs",
          "network_tcp_retrans_segs_total",
          "TcpActiveOpens",
          "network_tcp_active_opens_total",
          "TcpPassiveOpens",
          "network_tcp_passive_opens_total",
          "TcpInSegs",
          "network_tcp_in_segs_total",
          "TcpOutSegs",
          "network_tcp_out_segs_total",
          "UdpInDatagrams",
          "network_udp_in_datagrams_total",
          "IpExtInOctets",
          "network_ipext_in_octets_bytes_total",
          "Ip6InOctets",
          "network_ip6_in_octets_bytes_total");

  static KernelProtocols of(ObservedNamespace namespace) throws IOException {
    Map<?, ?> json = Json.map(Json.parse(namespace.run("nstat -asz --json")));
    return new KernelProtocols(Json.map(json.get("kernel")), rtoMin(namespace));
  }

  double counter(String name) {
    return Double.parseDouble("" + counters.get(name));
  }

  /// The second of the lines for TCP has it in milliseconds.
  private static double rtoMin(ObservedNamespace namespace) {
    String numbers =
        namespace.run("grep ^Tcp: /proc/self/net/snmp").lines().skip(1).findFirst().orElse("");
    return Double.parseDouble(List.of(numbers.split(" ")).get(2)) / 1000;
  }
}
