// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.NetlinkRequest;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.LinkMessages;
import dev.procpush.parse.netlink.LinkMessages.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leaves the far ends of containers' devices out of the host's interfaces: of each pair of which
/// the other end is in another namespace, which has series of its own. Netlink tells them inside
/// the host's namespace, sysfs elsewhere; the name decides where neither does. See `docs/adr/0023`.
final class FarEnds {
  /// The kinds of devices that are two ends of one line.
  private static final Set<String> PAIRS = Set.of("veth", "netkit");

  /// `ARPHRD_ETHER` of `<linux/if_arp.h>`.
  private static final long ETHERNET = 1;

  private final @Nullable SysClassNet sysfs;

  /// @param sysfs null where it does not show the host's devices
  FarEnds(@Nullable SysClassNet sysfs) {
    this.sysfs = sysfs;
  }

  /// Decides which of the host's devices are wanted. To be called where some have come or gone: the
  /// other end of one that was here has gone then, or has come.
  ///
  /// @param names of all devices
  void decide(List<String> names, NamespaceReader files, NamespaceSeries series)
      throws MalformedKernelDataException {
    Known known = series.memory(Known.class, Known::new);
    known.keep(names);
    for (String name : names) {
      if (!known.devices.containsKey(name)) {
        known.devices.put(name, device(name, files));
      }
    }
    Map<Long, Device> byIndex = HashMap.newHashMap(known.devices.size());
    known.devices.values().forEach(device -> byIndex.put(device.index, device));
    known.devices.forEach(
        (name, device) -> {
          Boolean isFar = device.isFar(byIndex.get(device.linkIndex));
          if (isFar != null) {
            series.decide(name, !isFar);
          }
        });
  }

  private Device device(String name, NamespaceReader files) throws MalformedKernelDataException {
    try {
      if (files.isEntered()) {
        return asked(name, files);
      }
      return sysfs != null && SysClassNet.isFileName(name) ? read(name, sysfs) : Device.UNKNOWN;
    } catch (ErrnoException e) {
      return Device.UNKNOWN;
    }
  }

  private static Device asked(String name, NamespaceReader files)
      throws ErrnoException, MalformedKernelDataException {
    FileContent answer = files.ask(NetlinkRequest.linkWithoutStatistics(name));
    List<Link> links =
        LinkMessages.parse(answer.bytes(), answer.length(), LinkMessages.NONE, false, files::lose)
            .links();
    if (links.isEmpty()) {
      return Device.UNKNOWN;
    }
    Link link = links.getFirst();
    String kind = link.kind();
    if (kind == null || !PAIRS.contains(kind)) {
      return new Device(link.index(), KernelNumber.NONE, Ends.ONE);
    }
    if (link.linkNetnsId() != null) {
      return new Device(link.index(), KernelNumber.NONE, Ends.OTHER_AWAY);
    }
    return link.linkIndex() == null
        ? Device.UNKNOWN // a kernel before 4.1
        : new Device(link.index(), link.linkIndex(), Ends.TWO);
  }

  /// Sysfs tells no kind, but of most devices that are none of a pair a type: a pair's is Ethernet
  /// and no more.
  private static Device read(String name, SysClassNet sysfs) throws ErrnoException {
    long index = sysfs.number(name, "ifindex", KernelNumber.COUNT);
    long linkIndex = sysfs.number(name, "iflink", KernelNumber.COUNT);
    boolean isLinked = KernelNumber.isKnown(linkIndex) && linkIndex != 0 && linkIndex != index;
    if (!isLinked) {
      return new Device(index, KernelNumber.NONE, Ends.UNKNOWN);
    }
    String uevent = sysfs.text(name, "uevent");
    boolean mayBePair =
        sysfs.number(name, "type", KernelNumber.COUNT) == ETHERNET
            && uevent != null
            && !uevent.contains("DEVTYPE=");
    return new Device(index, linkIndex, mayBePair ? Ends.PERHAPS_TWO : Ends.UNKNOWN);
  }

  /// How many ends a device has, and where they are.
  private enum Ends {
    /// None of a pair.
    ONE,
    /// One of a pair; the other is in another namespace.
    OTHER_AWAY,
    /// One of a pair; the other was here when the kernel was asked.
    TWO,
    /// One of a pair if its other end is not here, or is one whose other end it is.
    PERHAPS_TWO,
    UNKNOWN
  }

  /// @param linkIndex of the other end, in whichever namespace that is
  private record Device(long index, long linkIndex, Ends ends) {
    static final Device UNKNOWN = new Device(KernelNumber.NONE, KernelNumber.NONE, Ends.UNKNOWN);

    /// @param other the device here that has the number of the other end
    /// @return null where nothing tells
    @Nullable Boolean isFar(@Nullable Device other) {
      boolean isHere = other != null && other.linkIndex == index;
      return switch (ends) {
        case ONE -> false;
        case OTHER_AWAY -> true;
        case TWO -> !isHere;
        case PERHAPS_TWO -> other == null ? Boolean.TRUE : isHere ? Boolean.FALSE : null;
        case UNKNOWN -> null;
      };
    }
  }

  /// The host's devices as they were when they were first seen.
  private static final class Known {
    final Map<String, Device> devices = new HashMap<>();

    void keep(List<String> names) {
      devices.keySet().retainAll(Set.copyOf(names));
    }
  }
}
