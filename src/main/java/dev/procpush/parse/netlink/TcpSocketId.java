// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import java.util.Arrays;

/// What `tcp_diag` knows one TCP socket by (`<linux/inet_diag.h>`, `struct inet_diag_sockid`): its
/// ports, addresses and device, and a cookie that no other socket ever has.
public final class TcpSocketId {
  private final int family;
  private final byte[] bytes;

  TcpSocketId(int family, byte[] bytes) {
    this.family = family;
    this.bytes = bytes;
  }

  /// `AF_INET` or `AF_INET6`.
  public int family() {
    return family;
  }

  /// The structure. Nobody changes it.
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TcpSocketId id && family == id.family && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
