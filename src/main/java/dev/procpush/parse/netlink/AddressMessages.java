// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The answer to `RTM_GETADDR`: the IP addresses of a namespace's interfaces (`<linux/if_addr.h>`,
/// `struct ifaddrmsg`).
///
/// An address that was there before is the same object, and so is its text.
///
/// @param addresses IPv4 and IPv6 in the kernel's order; of other protocols none
public record AddressMessages(List<Address> addresses) {
  /// Of no interface.
  public static final AddressMessages NONE = new AddressMessages(List.of());

  private static final int NONE_FOUND = -1;
  private static final String ANSWER = "rtm_getaddr";
  private static final int RTM_NEWADDR = 20;

  /// `sizeof(struct ifaddrmsg)`: family, prefix length, flags, scope, index.
  private static final int IFADDRMSG = 8;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;

  /// A bit for each of the two.
  private static final long ADDRESSES = 1L << IFA_ADDRESS | 1L << IFA_LOCAL;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int INET_BYTES = 4;
  private static final int INET6_BYTES = 16;

  public AddressMessages {
    addresses = List.copyOf(addresses);
  }

  /// One address.
  ///
  /// @param interfaceIndex the interface's number in the namespace
  /// @param isIpv6 whether it is of IPv6, else of IPv4
  /// @param high its first 64 bits; 0 of IPv4
  /// @param low its last 64 bits, 32 of IPv4
  /// @param prefixLength how many bits are the network's
  /// @param scope `RT_SCOPE_…` of `<linux/rtnetlink.h>`: 0 is global, 253 of the link, 254 of the
  ///   host
  /// @param text as in `10.0.0.5/24` or, after RFC 5952, `fe80::1/64`
  public record Address(
      int interfaceIndex,
      boolean isIpv6,
      long high,
      long low,
      int prefixLength,
      int scope,
      String text) {}

  /// Parses the whole answer.
  ///
  /// @throws MalformedKernelDataException when a message has no end
  public static AddressMessages parse(byte[] bytes, int length)
      throws MalformedKernelDataException {
    return parse(bytes, length, NONE, _ -> {});
  }

  /// Parses the whole answer, with what the answer before gave.
  ///
  /// @param before addresses of it that have not changed are used again
  /// @param lost is told of an address that cannot be one
  /// @return `before` itself when nothing has changed
  public static AddressMessages parse(
      byte[] bytes, int length, AddressMessages before, Consumer<MalformedKernelDataException> lost)
      throws MalformedKernelDataException {
    NetlinkCursor cursor = new NetlinkCursor(ANSWER, bytes, length, lost);
    List<Address> known = before.addresses;
    List<Address> addresses = new ArrayList<>(Math.max(known.size(), 4));
    boolean same = true;
    while (cursor.nextMessage()) {
      if (cursor.messageType() == RTM_NEWADDR) {
        int place = addresses.size();
        Address last = place < known.size() ? known.get(place) : null;
        try {
          Address address = address(cursor, last);
          if (address != null) {
            same &= address == last;
            addresses.add(address);
          }
        } catch (MalformedKernelDataException e) {
          cursor.lose(e, Loss.MESSAGE);
        }
      }
    }
    return same && addresses.size() == known.size() ? before : new AddressMessages(addresses);
  }

  /// @param before taken if it still is the same
  /// @return null for one of another protocol, or that cannot be one
  private static @Nullable Address address(NetlinkCursor cursor, @Nullable Address before)
      throws MalformedKernelDataException {
    int at = cursor.structure(IFADDRMSG);
    int family = cursor.uint8(at);
    int prefixLength = cursor.uint8(at + 1);
    int scope = cursor.uint8(at + 3);
    int interfaceIndex = cursor.int32(at + 4);
    boolean isIpv6 = family == AF_INET6;
    if (!isIpv6 && family != AF_INET) {
      return null;
    }
    int start = local(cursor, isIpv6 ? INET6_BYTES : INET_BYTES);
    if (start < 0) {
      cursor.lose("address: missing, or of a wrong length", Loss.MESSAGE);
      return null;
    }
    if (prefixLength > (isIpv6 ? Byte.SIZE * INET6_BYTES : Byte.SIZE * INET_BYTES)) {
      cursor.lose("prefix length: too long", Loss.MESSAGE);
      return null;
    }
    long high = isIpv6 ? bits(cursor, start, Long.BYTES) : 0;
    long low =
        isIpv6 ? bits(cursor, start + Long.BYTES, Long.BYTES) : bits(cursor, start, Integer.BYTES);
    if (before != null
        && before.interfaceIndex == interfaceIndex
        && before.isIpv6 == isIpv6
        && before.high == high
        && before.low == low
        && before.prefixLength == prefixLength
        && before.scope == scope) {
      return before;
    }
    String text =
        (isIpv6 ? AddressText.ipv6(high, low) : AddressText.ipv4(low)) + "/" + prefixLength;
    return new Address(interfaceIndex, isIpv6, high, low, prefixLength, scope, text);
  }

  /// Where the interface's own address begins: of two ends of a line `IFA_ADDRESS` is the other.
  ///
  /// @return [#NONE_FOUND] where there is none of this size
  private static int local(NetlinkCursor cursor, int size) throws MalformedKernelDataException {
    int start = NONE_FOUND;
    boolean isLocal = false;
    while (cursor.nextAttribute(ADDRESSES)) {
      boolean local = cursor.attributeType() == IFA_LOCAL;
      if (local || !isLocal) {
        start = cursor.attributeLength() == size ? cursor.attributeStart() : NONE_FOUND;
        isLocal = local;
      }
    }
    return start;
  }

  /// Addresses are in network byte order.
  private static long bits(NetlinkCursor cursor, int at, int size) {
    long bits = 0;
    for (int i = 0; i < size; i++) {
      bits = bits << Byte.SIZE | cursor.uint8(at + i);
    }
    return bits;
  }
}
