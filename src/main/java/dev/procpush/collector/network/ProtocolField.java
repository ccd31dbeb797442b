// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static java.util.Map.entry;

import java.util.Map;

/// What the default fields of the protocol counters tell, as RFC 4293 (IP), 4022 (TCP), 4113 (UDP),
/// the ICMP parts of RFC 2011 and 2466, and the kernel's
/// `Documentation/networking/snmp_counter.rst` say.
final class ProtocolField {
  /// By the kernel's names.
  static final Map<String, String> DESCRIPTIONS =
      Map.ofEntries(
          entry("Ip_Forwarding", "Whether IPv4 packets are forwarded: 1 yes, 2 no"),
          entry("IpExt_InOctets", "Bytes of IPv4 packets received, with their headers"),
          entry("IpExt_OutOctets", "Bytes of IPv4 packets sent, with their headers"),
          entry("Ip6_InOctets", "Bytes of IPv6 packets received, with their headers"),
          entry("Ip6_OutOctets", "Bytes of IPv6 packets sent, with their headers"),
          entry("Icmp_InErrors", "ICMP messages received with errors"),
          entry("Icmp_InMsgs", "ICMP messages received, those with errors too"),
          entry("Icmp_OutMsgs", "ICMP messages sent"),
          entry("Icmp6_InErrors", "ICMPv6 messages received with errors"),
          entry("Icmp6_InMsgs", "ICMPv6 messages received, those with errors too"),
          entry("Icmp6_OutMsgs", "ICMPv6 messages sent"),
          entry("Tcp_ActiveOpens", "Connections begun: CLOSED to SYN-SENT"),
          entry("Tcp_CurrEstab", "Connections in ESTABLISHED or CLOSE-WAIT, IPv4 and IPv6"),
          entry("Tcp_InErrs", "Segments received with errors, such as a wrong checksum"),
          entry("Tcp_InSegs", "Segments received, those with errors too"),
          entry("Tcp_OutRsts", "Segments sent with RST"),
          entry("Tcp_OutSegs", "Segments sent, but those that hold only retransmitted bytes"),
          entry("Tcp_PassiveOpens", "Connections accepted by the kernel: LISTEN to SYN-RECEIVED"),
          entry("Tcp_RetransSegs", "Segments sent again"),
          entry("TcpExt_ListenDrops", "Packets dropped by a listening socket, for any reason"),
          entry(
              "TcpExt_ListenOverflows",
              "Connections not accepted because the accept queue was full"),
          entry("TcpExt_SyncookiesFailed", "Invalid SYN cookies received"),
          entry("TcpExt_SyncookiesRecv", "Valid SYN cookies received"),
          entry("TcpExt_SyncookiesSent", "SYN cookies sent"),
          entry("TcpExt_TCPOFOQueue", "Segments received out of order that were queued"),
          entry("TcpExt_TCPRcvQDrop", "Segments dropped because the receive queue was full"),
          entry("TcpExt_TCPSynRetrans", "SYN and SYN/ACK sent again"),
          entry("TcpExt_TCPTimeouts", "Retransmission timeouts"),
          entry("Udp_InDatagrams", "IPv4 datagrams delivered to their readers"),
          entry(
              "Udp_InErrors", "IPv4 datagrams received but not delivered, though a port was open"),
          entry("Udp_NoPorts", "IPv4 datagrams received for a port where nobody listens"),
          entry("Udp_OutDatagrams", "IPv4 datagrams sent"),
          entry("Udp_RcvbufErrors", "IPv4 datagrams dropped because the receive buffer was full"),
          entry("Udp_SndbufErrors", "IPv4 datagrams not sent for want of a send buffer"),
          entry("Udp6_InDatagrams", "IPv6 datagrams delivered to their readers"),
          entry(
              "Udp6_InErrors", "IPv6 datagrams received but not delivered, though a port was open"),
          entry("Udp6_NoPorts", "IPv6 datagrams received for a port where nobody listens"),
          entry("Udp6_OutDatagrams", "IPv6 datagrams sent"),
          entry("Udp6_RcvbufErrors", "IPv6 datagrams dropped because the receive buffer was full"),
          entry("Udp6_SndbufErrors", "IPv6 datagrams not sent for want of a send buffer"),
          entry("UdpLite_InErrors", "IPv4 UDP-Lite datagrams received but not delivered"),
          entry("UdpLite6_InErrors", "IPv6 UDP-Lite datagrams received but not delivered"));

  private ProtocolField() {}
}
