// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A question to the kernel over netlink: its bytes, made once, in the processor's byte order.
///
/// ```c
/// struct nlmsghdr {          // offset  size
///   __u32 nlmsg_len;         //      0     4
///   __u16 nlmsg_type;        //      4     2
///   __u16 nlmsg_flags;       //      6     2
///   __u32 nlmsg_seq;         //      8     4   set when it is sent
///   __u32 nlmsg_pid;         //     12     4   0: the kernel knows the sender
/// };                         //  in all   16
/// ```
public final class NetlinkRequest {
  /// `sizeof(struct nlmsghdr)`.
  static final int HEADER = 16;

  /// `sizeof(struct ifinfomsg)` of `<linux/rtnetlink.h>`: family, type, index, flags, change.
  static final int IFINFOMSG = 16;

  /// `sizeof(struct ifaddrmsg)` of `<linux/if_addr.h>`: family, prefixlen, flags, scope, index.
  static final int IFADDRMSG = 8;

  /// `sizeof(struct rtgenmsg)` of `<linux/rtnetlink.h>`, one byte, aligned.
  static final int RTGENMSG = 4;

  /// `sizeof(struct inet_diag_req)` of `<linux/inet_diag.h>`: family, src_len, dst_len, ext, 48
  /// bytes that name one socket, states, dbs.
  static final int INET_DIAG_REQ = 60;

  /// `offsetof(struct inet_diag_req, id)`, a `struct inet_diag_sockid`.
  static final int INET_DIAG_REQ_ID = 4;

  /// `offsetof(struct inet_diag_req, idiag_states)`.
  static final int INET_DIAG_REQ_STATES = 52;

  static final int NLM_F_REQUEST = 0x1;
  static final int NLM_F_DUMP = 0x300;

  static final int RTM_GETLINK = 18;
  static final int RTM_GETADDR = 22;
  static final int RTM_GETNSID = 90;
  static final int TCPDIAG_GETSOCK = 18;

  static final int IFLA_IFNAME = 3;
  static final int IFLA_EXT_MASK = 29;
  static final int IFLA_ALT_IFNAME = 53;
  static final int NETNSA_FD = 3;
  static final int RTEXT_FILTER_SKIP_STATS = 8;

  /// `IFNAMSIZ` of `<linux/if.h>`: the longest name, its NUL included.
  static final int IFNAMSIZ = 16;

  /// `1 << TCP_LISTEN`, and all states from `TCP_ESTABLISHED` to `TCP_CLOSING`, of
  /// `<netinet/tcp.h>`.
  static final int LISTEN = 1 << 10;

  static final int ALL_STATES = 0xFFE;

  /// All devices, with everything the kernel tells of them (`RTM_GETLINK`).
  public static final NetlinkRequest LINKS =
      dump(Protocol.ROUTE, RTM_GETLINK, "links", ByteBuffer.allocate(IFINFOMSG));

  /// As [#LINKS] without `IFLA_STATS64`, `IFLA_STATS` and the statistics of IPv6, which the kernel
  /// adds up over all processors.
  public static final NetlinkRequest LINKS_WITHOUT_STATISTICS =
      dump(
          Protocol.ROUTE,
          RTM_GETLINK,
          "links_without_statistics",
          attribute(IFINFOMSG, IFLA_EXT_MASK, number(RTEXT_FILTER_SKIP_STATS)));

  /// All addresses of all devices, IPv4 and IPv6 (`RTM_GETADDR`).
  public static final NetlinkRequest ADDRESSES =
      dump(Protocol.ROUTE, RTM_GETADDR, "addresses", ByteBuffer.allocate(IFADDRMSG));

  /// TCP sockets that listen, IPv4 and IPv6: the old kind of question is answered for both at once.
  public static final NetlinkRequest TCP_LISTENING = tcp("tcp_listening", LISTEN);

  /// TCP sockets in every state, IPv4 and IPv6.
  public static final NetlinkRequest TCP_ALL = tcp("tcp_all", ALL_STATES);

  private final Protocol protocol;
  private final String name;
  private final boolean dump;
  private final MemorySegment segment;

  private NetlinkRequest(
      Protocol protocol, int type, String name, boolean dump, ByteBuffer payload) {
    this.protocol = protocol;
    this.name = name;
    this.dump = dump;
    byte[] bytes = new byte[HEADER + payload.capacity()];
    segment = MemorySegment.ofArray(bytes).asReadOnly();
    ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    message.putInt(bytes.length).putShort((short) type);
    message.putShort((short) (dump ? NLM_F_REQUEST | NLM_F_DUMP : NLM_F_REQUEST));
    message.position(HEADER).put(payload);
  }

  /// One device, with everything the kernel tells of it.
  ///
  /// @param device its name; one that no device has is answered with `ENODEV`
  public static NetlinkRequest link(String device) {
    return link("link ", device, name(IFINFOMSG, device));
  }

  /// As [#link], without what [#LINKS_WITHOUT_STATISTICS] leaves out.
  public static NetlinkRequest linkWithoutStatistics(String device) {
    ByteBuffer name = name(IFINFOMSG, device);
    ByteBuffer mask = attribute(0, IFLA_EXT_MASK, number(RTEXT_FILTER_SKIP_STATS));
    return link(
        "link_without_statistics ",
        device,
        ByteBuffer.allocate(name.capacity() + mask.capacity()).put(name).put(mask).rewind());
  }

  private static NetlinkRequest link(String kind, String device, ByteBuffer payload) {
    return new NetlinkRequest(Protocol.ROUTE, RTM_GETLINK, kind + device, false, payload);
  }

  private static ByteBuffer name(int structure, String device) {
    byte[] bytes = (device + '\0').getBytes(UTF_8);
    return attribute(structure, bytes.length <= IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, bytes);
  }

  /// Which number the socket's namespace has for another one.
  ///
  /// @param descriptor of the other one
  static NetlinkRequest namespaceId(int descriptor) {
    return new NetlinkRequest(
        Protocol.ROUTE,
        RTM_GETNSID,
        "namespace_id",
        false,
        attribute(RTGENMSG, NETNSA_FD, number(descriptor)));
  }

  /// One TCP socket; one that is not there, or that the kernel cannot tell from another at the same
  /// place, is answered with `ENOENT` or `ESTALE`.
  ///
  /// @param family `AF_INET` or `AF_INET6`
  /// @param id its `struct inet_diag_sockid`, as a dump has told it
  public static NetlinkRequest tcpSocket(int family, byte[] id) {
    ByteBuffer payload = ByteBuffer.allocate(INET_DIAG_REQ).order(ByteOrder.nativeOrder());
    payload.put((byte) family).put(INET_DIAG_REQ_ID, id).putInt(INET_DIAG_REQ_STATES, ALL_STATES);
    return new NetlinkRequest(
        Protocol.SOCK_DIAG, TCPDIAG_GETSOCK, "tcp_socket", false, payload.rewind());
  }

  private static NetlinkRequest tcp(String name, int states) {
    ByteBuffer payload = ByteBuffer.allocate(INET_DIAG_REQ).order(ByteOrder.nativeOrder());
    payload.putInt(INET_DIAG_REQ_STATES, states);
    return dump(Protocol.SOCK_DIAG, TCPDIAG_GETSOCK, name, payload);
  }

  private static NetlinkRequest dump(Protocol protocol, int type, String name, ByteBuffer payload) {
    return new NetlinkRequest(protocol, type, name, true, payload);
  }

  /// A zeroed structure and after it an attribute: `struct rtattr`, which is its length and its
  /// type, and the value, filled up to a multiple of four bytes.
  private static ByteBuffer attribute(int structure, int type, byte[] value) {
    int length = 4 + value.length;
    ByteBuffer payload =
        ByteBuffer.allocate(structure + (length + 3 & ~3)).order(ByteOrder.nativeOrder());
    return payload
        .position(structure)
        .putShort((short) length)
        .putShort((short) type)
        .put(value)
        .rewind();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  Protocol protocol() {
    return protocol;
  }

  /// Whether the answer has many parts and an end.
  boolean isDump() {
    return dump;
  }

  /// The message. Nobody changes it.
  MemorySegment bytes() {
    return segment;
  }

  @Override
  public String toString() {
    return name;
  }

  /// The part of the kernel that answers.
  enum Protocol {
    /// `NETLINK_ROUTE` of `<linux/netlink.h>`.
    ROUTE(0),

    /// `NETLINK_SOCK_DIAG` of `<linux/netlink.h>`.
    SOCK_DIAG(4);

    private final int number;

    Protocol(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }
}
