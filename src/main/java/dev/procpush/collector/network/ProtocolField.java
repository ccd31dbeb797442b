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
          entry(
              "Ip_Forwarding", "Whether the network namespace forwards IPv4 packets: 1 yes, 2 no"),
          entry("IpExt_InOctets", "Bytes of IPv4 packets received, with their headers"),
          entry("IpExt_OutOctets", "Bytes of IPv4 packets sent, with their headers"),
          entry("Ip6_InOctets", "Bytes of IPv6 packets received, with their headers"),
          entry("Ip6_OutOctets", "Bytes of IPv6 packets sent, with their headers"),
          entry("Icmp_InErrors", "ICMP messages received with errors"),
          entry("Icmp_InMsgs", "ICMP messages received, those with errors included"),
          entry("Icmp_OutMsgs", "ICMP messages sent"),
          entry("Icmp6_InErrors", "ICMPv6 messages received with errors"),
          entry("Icmp6_InMsgs", "ICMPv6 messages received, those with errors included"),
          entry("Icmp6_OutMsgs", "ICMPv6 messages sent"),
          entry("Tcp_ActiveOpens", "TCP connections opened actively: CLOSED to SYN-SENT"),
          entry(
              "Tcp_CurrEstab",
              "TCP connections in ESTABLISHED or CLOSE-WAIT, IPv4 and IPv6 together"),
          entry("Tcp_InErrs", "TCP segments received with errors, such as a wrong checksum"),
          entry("Tcp_InSegs", "TCP segments received, those with errors included"),
          entry("Tcp_OutRsts", "TCP segments sent with the RST flag"),
          entry(
              "Tcp_OutSegs", "TCP segments sent, without those that hold only retransmitted bytes"),
          entry("Tcp_PassiveOpens", "TCP connections opened passively: LISTEN to SYN-RECEIVED"),
          entry("Tcp_RetransSegs", "TCP segments retransmitted"),
          entry("TcpExt_ListenDrops", "Packets dropped by listening TCP sockets, for any reason"),
          entry(
              "TcpExt_ListenOverflows",
              "TCP connections not accepted because the socket's accept queue was full"),
          entry("TcpExt_SyncookiesFailed", "Invalid TCP SYN cookies received"),
          entry("TcpExt_SyncookiesRecv", "Valid TCP SYN cookies received"),
          entry("TcpExt_SyncookiesSent", "TCP SYN cookies sent"),
          entry("TcpExt_TCPOFOQueue", "TCP segments received out of order that were queued"),
          entry("TcpExt_TCPRcvQDrop", "TCP segments dropped because the receive queue was full"),
          entry("TcpExt_TCPSynRetrans", "TCP SYN and SYN/ACK segments retransmitted"),
          entry("TcpExt_TCPTimeouts", "TCP retransmission timeouts"),
          entry("Udp_InDatagrams", "UDP datagrams over IPv4 delivered to applications"),
          entry(
              "Udp_InErrors",
              "UDP datagrams over IPv4 received for an open port but not delivered"),
          entry(
              "Udp_NoPorts", "UDP datagrams over IPv4 received for a port on which nobody listens"),
          entry("Udp_OutDatagrams", "UDP datagrams sent over IPv4"),
          entry(
              "Udp_RcvbufErrors",
              "UDP datagrams over IPv4 dropped because the receive buffer was full"),
          entry("Udp_SndbufErrors", "UDP datagrams over IPv4 not sent for want of a send buffer"),
          entry("Udp6_InDatagrams", "UDP datagrams over IPv6 delivered to applications"),
          entry(
              "Udp6_InErrors",
              "UDP datagrams over IPv6 received for an open port but not delivered"),
          entry(
              "Udp6_NoPorts",
              "UDP datagrams over IPv6 received for a port on which nobody listens"),
          entry("Udp6_OutDatagrams", "UDP datagrams sent over IPv6"),
          entry(
              "Udp6_RcvbufErrors",
              "UDP datagrams over IPv6 dropped because the receive buffer was full"),
          entry("Udp6_SndbufErrors", "UDP datagrams over IPv6 not sent for want of a send buffer"),
          entry("UdpLite_InErrors", "UDP-Lite datagrams over IPv4 received but not delivered"),
          entry("UdpLite6_InErrors", "UDP-Lite datagrams over IPv6 received but not delivered"));

  private ProtocolField() {}
}
