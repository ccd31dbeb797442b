// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The answer to `RTM_GETLINK`: the network devices of a namespace (`<linux/rtnetlink.h>`, `struct
/// ifinfomsg`).
///
/// What hardly ever changes is not made anew each time: a link that is as it was before is the same
/// object, and so are its texts.
///
/// @param links in the kernel's order
/// @param statistics of each link, in the same order; none where they were not asked for
public record LinkMessages(List<Link> links, List<LinkStatistics> statistics) {
  /// Of no device.
  public static final LinkMessages NONE = new LinkMessages(List.of(), List.of());

  private static final String ANSWER = "rtm_getlink";
  private static final int RTM_NEWLINK = 16;

  public LinkMessages {
    links = List.copyOf(links);
    statistics = List.copyOf(statistics);
  }

  /// One device.
  ///
  /// @param index its number in the namespace
  /// @param name any characters but white space and `/`
  /// @param flags `IFF_…` of `<linux/if.h>`
  /// @param operState null for a state that is not known here
  /// @param carrierChanges how often the carrier came or went; [KernelNumber#NONE] before Linux
  ///   3.15
  /// @param mtu in bytes; [KernelNumber#NONE] where the kernel does not tell
  /// @param mac the link-layer address as sysfs shows it, hexadecimal pairs between colons, of any
  ///   length; null for a device that has none
  /// @param kind as in `veth`, `bridge` or `vlan`; null for real hardware and `lo`
  /// @param linkIndex the number of the other device: a veth's peer, a VLAN's parent; null where
  ///   there is none
  /// @param linkNetnsId the number that this namespace has for the one that the other device is in,
  ///   below 0 where it has none; null where that is the same
  public record Link(
      int index,
      String name,
      int flags,
      @Nullable OperState operState,
      long carrierChanges,
      long mtu,
      @Nullable String mac,
      @Nullable String kind,
      @Nullable Integer linkIndex,
      @Nullable Integer linkNetnsId) {
    private static final int IFF_RUNNING = 0x40;

    /// One that is at once at hand: links are keys, and mostly found as the same object.
    @Override
    public int hashCode() {
      return index;
    }

    /// Whether packets can pass. A device whose state is unknown is taken to be up while it runs.
    public boolean isUp() {
      return operState == OperState.UP
          || (operState == OperState.UNKNOWN && (flags & IFF_RUNNING) != 0);
    }
  }

  /// Parses the whole answer.
  ///
  /// @throws MalformedKernelDataException when a message has no end
  public static LinkMessages parse(byte[] bytes, int length) throws MalformedKernelDataException {
    return parse(bytes, length, NONE, false, _ -> {});
  }

  /// Parses the whole answer, with what the answer before gave.
  ///
  /// @param before links of it that have not changed are used again
  /// @param withStatistics whether their counters are wanted as well
  /// @param lost is told of what costs less than the answer: a link without a name, an attribute
  ///   that cannot be
  /// @return `before` itself when nothing has changed and no statistics are wanted, else at least
  ///   its list of links when none has changed
  public static LinkMessages parse(
      byte[] bytes,
      int length,
      LinkMessages before,
      boolean withStatistics,
      Consumer<MalformedKernelDataException> lost)
      throws MalformedKernelDataException {
    NetlinkCursor cursor = new NetlinkCursor(ANSWER, bytes, length, lost);
    LinkReader reader = new LinkReader(cursor);
    List<Link> known = before.links;
    List<Link> links = new ArrayList<>(Math.max(known.size(), 4));
    List<LinkStatistics> statistics = withStatistics ? new ArrayList<>() : List.of();
    boolean same = true;
    int next = 0;
    while (cursor.nextMessage()) {
      if (cursor.messageType() != RTM_NEWLINK || !reader.read(withStatistics)) {
        continue;
      }
      int found = indexOf(reader.index(), known, next);
      Link last = found < 0 ? null : known.get(found);
      Link link = reader.link(last);
      same &= link == last && found == links.size();
      next = found < 0 ? next : found + 1;
      links.add(link);
      if (withStatistics) {
        statistics.add(reader.statistics());
      }
    }
    same &= links.size() == known.size();
    if (same && !withStatistics && before.statistics.isEmpty()) {
      return before;
    }
    return new LinkMessages(same ? known : links, statistics);
  }

  /// Where the device was before: mostly at once the next.
  private static int indexOf(int index, List<Link> links, int from) {
    for (int i = from; i < links.size(); i++) {
      if (links.get(i).index == index) {
        return i;
      }
    }
    return -1;
  }
}
