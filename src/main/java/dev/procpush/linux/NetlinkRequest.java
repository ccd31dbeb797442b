// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// A question to netlink: the protocol, and the message that is sent.
public final class NetlinkRequest {
  /// `RTM_GETLINK` of all network devices.
  public static final NetlinkRequest LINKS = new NetlinkRequest("links");

  /// `RTM_GETADDR` of all addresses, IPv4 and IPv6.
  public static final NetlinkRequest ADDRESSES = new NetlinkRequest("addresses");

  /// `TCPDIAG_GETSOCK` of the listening TCP sockets, IPv4 and IPv6.
  public static final NetlinkRequest TCP_LISTENING = new NetlinkRequest("tcp_listening");

  /// `TCPDIAG_GETSOCK` of all TCP sockets, IPv4 and IPv6.
  public static final NetlinkRequest TCP_ALL = new NetlinkRequest("tcp_all");

  private final String name;

  private NetlinkRequest(String name) {
    this.name = name;
  }

  /// `RTM_GETLINK` of one network device.
  public static NetlinkRequest link(String device) {
    return new NetlinkRequest("link " + device);
  }

  @Override
  public String toString() {
    return name;
  }
}
