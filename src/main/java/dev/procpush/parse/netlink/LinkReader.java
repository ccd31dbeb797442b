// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.KernelText;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.netlink.LinkMessages.Link;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Gathers one link from the attributes of its message. Texts stay bytes until the end, when it is
/// known whether they differ from those of the link as it was before.
final class LinkReader {
  /// `sizeof(struct ifinfomsg)`: family, padding, type, index, flags, changed flags.
  private static final int IFINFOMSG = 16;

  private static final int AF_UNSPEC = 0;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_OPERSTATE = 16;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_STATS64 = 23;
  private static final int IFLA_CARRIER_CHANGES = 35;
  private static final int IFLA_LINK_NETNSID = 37;
  private static final int IFLA_INFO_KIND = 1;

  /// A bit for each attribute that is of use, but the counters.
  private static final long ATTRIBUTES =
      1L << IFLA_ADDRESS
          | 1L << IFLA_IFNAME
          | 1L << IFLA_MTU
          | 1L << IFLA_LINK
          | 1L << IFLA_OPERSTATE
          | 1L << IFLA_LINKINFO
          | 1L << IFLA_CARRIER_CHANGES
          | 1L << IFLA_LINK_NETNSID;

  /// `IFNAMSIZ`, the NUL included.
  private static final int LONGEST_NAME = 16;

  /// `MAX_ADDR_LEN`.
  private static final int LONGEST_ADDRESS = 32;

  /// Those of the kernel have up to 16 characters, of which a module may choose any.
  private static final int LONGEST_KIND = 64;

  private static final HexFormat MAC = HexFormat.ofDelimiter(":");

  private final NetlinkCursor cursor;
  private final byte[] bytes;

  private int index;
  private int flags;
  private int nameStart;
  private int nameEnd;
  private int macStart;
  private int macEnd;
  private int kindStart;
  private int kindEnd;
  private @Nullable OperState operState;
  private long carrierChanges;
  private long mtu;
  private long linkIndex;
  private long linkNetnsId;
  private LinkStatistics statistics = LinkStatistics.NONE;

  LinkReader(NetlinkCursor cursor) {
    this.cursor = cursor;
    this.bytes = cursor.bytes();
  }

  /// Reads a message.
  ///
  /// @return false where it tells of a device's part in a bridge or a protocol, not of the device,
  ///   or cannot be read
  boolean read(boolean withStatistics) {
    try {
      if (!begin()) {
        return false;
      }
      long attributes = withStatistics ? ATTRIBUTES | 1L << IFLA_STATS64 : ATTRIBUTES;
      while (cursor.nextAttribute(attributes)) {
        attribute();
      }
      return check();
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.MESSAGE);
      return false;
    }
  }

  private boolean begin() throws MalformedKernelDataException {
    int at = cursor.structure(IFINFOMSG);
    index = cursor.int32(at + 4);
    flags = cursor.int32(at + 8);
    nameStart = nameEnd = macStart = macEnd = kindStart = kindEnd = 0;
    operState = null;
    carrierChanges = mtu = linkIndex = linkNetnsId = KernelNumber.NONE;
    statistics = LinkStatistics.NONE;
    return cursor.uint8(at) == AF_UNSPEC;
  }

  private void attribute() throws MalformedKernelDataException {
    switch (cursor.attributeType()) {
      case IFLA_IFNAME -> {
        nameStart = cursor.attributeStart();
        nameEnd = cursor.textEnd();
      }
      case IFLA_ADDRESS -> {
        macStart = cursor.attributeStart();
        macEnd = macStart + cursor.attributeLength();
      }
      case IFLA_LINKINFO -> {
        if (cursor.nestedAttribute(IFLA_INFO_KIND)) {
          kindStart = cursor.attributeStart();
          kindEnd = cursor.textEnd();
        }
      }
      case IFLA_OPERSTATE -> operState = OperState.of(cursor.uint8("operstate"));
      case IFLA_CARRIER_CHANGES -> carrierChanges = cursor.uint32("carrier changes");
      case IFLA_MTU -> mtu = cursor.uint32("mtu");
      case IFLA_STATS64 -> statistics = LinkStatistics.of(cursor);
      case IFLA_LINK -> linkIndex = device(cursor.uint32("link"));
      case IFLA_LINK_NETNSID -> linkNetnsId = cursor.int32("link netnsid");
      default -> {}
    }
  }

  /// Tunnels tell 0, which is no device.
  private static long device(long number) {
    return number == 0 ? KernelNumber.NONE : number;
  }

  int index() {
    return index;
  }

  /// The link.
  ///
  /// @param before the link as it was; itself if it still is so
  Link link(@Nullable Link before) {
    if (before != null && isAs(before)) {
      return before;
    }
    return new Link(
        index,
        name(before == null ? null : before.name()),
        flags,
        operState,
        carrierChanges,
        mtu,
        mac(before == null ? null : before.mac()),
        kind(before == null ? null : before.kind()),
        known(linkIndex),
        known(linkNetnsId));
  }

  /// The counters of the last message; none where they were not asked for.
  LinkStatistics statistics() {
    return statistics;
  }

  private static @Nullable Integer known(long number) {
    return KernelNumber.isKnown(number) ? (int) number : null;
  }

  /// Leaves out what cannot be.
  ///
  /// @return false for a link that cannot be told from others
  private boolean check() {
    if (nameEnd == nameStart || nameEnd - nameStart >= LONGEST_NAME) {
      cursor.lose("name: missing or too long", Loss.MESSAGE);
      return false;
    }
    if (macEnd - macStart > LONGEST_ADDRESS) {
      cursor.lose("address: too long", Loss.VALUE);
      macEnd = macStart;
    }
    if (kindEnd - kindStart > LONGEST_KIND) {
      cursor.lose("kind: too long", Loss.VALUE);
      kindEnd = kindStart;
    }
    if (!KernelNumber.isKnown(mtu)) {
      cursor.lose("mtu: missing", Loss.VALUE);
    }
    return true;
  }

  private boolean isAs(Link before) {
    return flags == before.flags()
        && operState == before.operState()
        && mtu == before.mtu()
        && carrierChanges == before.carrierChanges()
        && isSame(linkIndex, before.linkIndex())
        && isSame(linkNetnsId, before.linkNetnsId())
        && isText(before.name(), nameStart, nameEnd)
        && isKind(before.kind())
        && isMac(before.mac());
  }

  private static boolean isSame(long number, @Nullable Integer before) {
    return number == (before == null ? KernelNumber.NONE : before);
  }

  private String name(@Nullable String before) {
    return before != null && isText(before, nameStart, nameEnd)
        ? before
        : shared(nameStart, nameEnd);
  }

  private @Nullable String kind(@Nullable String before) {
    if (kindStart == kindEnd) {
      return null;
    }
    return isKind(before) ? before : shared(kindStart, kindEnd);
  }

  /// One text for the links of all namespaces, of which most have the same names and kinds.
  private String shared(int start, int end) {
    return KernelText.of(bytes, start, end).intern();
  }

  private @Nullable String mac(@Nullable String before) {
    if (macStart == macEnd) {
      return null;
    }
    return isMac(before) ? before : MAC.formatHex(bytes, macStart, macEnd);
  }

  private boolean isKind(@Nullable String text) {
    return text == null ? kindStart == kindEnd : isText(text, kindStart, kindEnd);
  }

  private boolean isText(String text, int start, int end) {
    return KernelText.is(text, bytes, start, end);
  }

  private boolean isMac(@Nullable String text) {
    if (text == null || macStart == macEnd) {
      return text == null && macStart == macEnd;
    }
    if (text.length() != 3 * (macEnd - macStart) - 1) {
      return false;
    }
    for (int i = macStart; i < macEnd; i++) {
      int at = 3 * (i - macStart);
      if (text.charAt(at) != MAC.toHighHexDigit(bytes[i])
          || text.charAt(at + 1) != MAC.toLowHexDigit(bytes[i])) {
        return false;
      }
    }
    return true;
  }
}
