// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.InterfaceSeries;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.DeviceCounters;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.LinkMessages;
import dev.procpush.parse.netlink.LinkMessages.Link;
import dev.procpush.parse.netlink.LinkStatistics;
import dev.procpush.parse.procfs.NetDev;
import dev.procpush.parse.procfs.NetDev.Device;
import dev.procpush.parse.procfs.NetDev.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `net/dev`: sixteen counters of each interface. Inside a namespace of few devices they come with
/// the dump of its links, which is made anyway; the host's has too many of these.
final class NetDevCollector implements NamespaceCollector {
  private static final String LOOPBACK = "lo";

  private final InterfaceCounters counters;
  private final @Nullable FarEnds farEnds;

  /// @param farEnds leaves interfaces of the host out; null where their names alone decide
  NetDevCollector(Instruments instruments, @Nullable FarEnds farEnds) {
    counters = new InterfaceCounters(instruments);
    this.farEnds = farEnds;
  }

  @Override
  public String name() {
    return "net_dev";
  }

  @Override
  public boolean observes(Scope scope) {
    // the other collectors leave out what this one finds: bare namespaces, and far ends
    return counters.points(scope) > 0 || scope == Scope.NETNS || leavesOut(scope);
  }

  @Override
  public int expected(Scope scope) {
    return counters.points(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    KnownLinks known = KnownLinks.of(series);
    LinkMessages links = inside(known, files, series);
    if (links == null) {
      NetDev netDev = files.read("net/dev", series.memory(Names.class, Names::new));
      record(netDev, files, series);
    } else {
      record(links, known, series);
    }
  }

  /// The links with their counters, where they are at hand.
  private static @Nullable LinkMessages inside(
      KnownLinks known, NamespaceReader files, NamespaceSeries series)
      throws MalformedKernelDataException {
    if (!files.isEntered() || series.scope() == Scope.SYSTEM) {
      return null;
    }
    try {
      return known.counters(files, series);
    } catch (ErrnoException e) {
      return null;
    }
  }

  private void record(LinkMessages messages, KnownLinks known, NamespaceSeries series) {
    List<Link> links = messages.links();
    List<LinkStatistics> statistics = messages.statistics();
    int wanted = 0;
    boolean bare = true;
    for (int i = 0; i < links.size(); i++) {
      String name = links.get(i).name();
      bare &= name.equals(LOOPBACK);
      wanted += series.wants(name) ? 1 : 0;
    }
    known.found(wanted, links.size());
    if (begin(series, bare, wanted)) {
      for (int i = 0; i < links.size(); i++) {
        record(links.get(i).name(), statistics.get(i), series);
      }
    }
  }

  private void record(NetDev netDev, NamespaceReader files, NamespaceSeries series)
      throws MalformedKernelDataException {
    List<Device> devices = netDev.devices();
    int wanted = wanted(devices, series);
    if (farEnds != null && series.scope() == Scope.SYSTEM && series.hasOtherInterfaces()) {
      farEnds.decide(devices.stream().map(Device::name).toList(), files, series);
      wanted = wanted(devices, series);
    }
    if (begin(series, isBare(devices), wanted)) {
      for (int i = 0; i < devices.size(); i++) {
        record(devices.get(i).name(), devices.get(i), series);
      }
    }
  }

  private boolean leavesOut(Scope scope) {
    return scope == Scope.SYSTEM && farEnds != null;
  }

  private static int wanted(List<Device> devices, NamespaceSeries series) {
    int wanted = 0;
    for (int i = 0; i < devices.size(); i++) {
      wanted += series.wants(devices.get(i).name()) ? 1 : 0;
    }
    return wanted;
  }

  private static boolean isBare(List<Device> devices) {
    for (int i = 0; i < devices.size(); i++) {
      if (!devices.get(i).name().equals(LOOPBACK)) {
        return false;
      }
    }
    return true;
  }

  private boolean begin(NamespaceSeries series, boolean bare, int wanted) {
    if (bare && series.isUnnamed()) {
      series.markBare();
      return false;
    }
    return series.reserve(counters.points(series.scope()) * wanted);
  }

  private void record(String name, DeviceCounters device, NamespaceSeries series) {
    InterfaceSeries attributes = series.networkInterface(name);
    if (attributes != null) {
      counters.record(device, series.scope(), attributes);
    }
  }
}
