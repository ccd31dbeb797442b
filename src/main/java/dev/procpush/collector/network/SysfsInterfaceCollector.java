// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.InterfaceSeries;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.netlink.OperState;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/sys/class/net` of the host: the speed of each interface, and where netlink cannot be asked in
/// the host's namespace, its state, without kind and addresses.
final class SysfsInterfaceCollector implements NamespaceCollector {
  private static final long BYTES_PER_MEGABIT = 125_000;

  private final SysClassNet devices;
  private final InterfaceInstruments state;
  private final ScopedInstrument speed;

  SysfsInterfaceCollector(
      Instruments instruments, InterfaceInstruments state, SysClassNet devices) {
    this.devices = devices;
    this.state = state;
    this.speed =
        instruments
            .metric(
                "network.interface.speed",
                "By/s",
                "Speed of the interface: the most that it can transmit")
            .only(Scope.SYSTEM)
            .gauge();
  }

  @Override
  public String name() {
    return "sys_class_net";
  }

  @Override
  public boolean observes(Scope scope) {
    return scope == Scope.SYSTEM && (state.points(scope) > 0 || speed.isOn(scope));
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series) throws ErrnoException {
    boolean withState = !files.isEntered() && state.points(Scope.SYSTEM) > 0;
    List<Device> wanted = wanted(series.wantedInterfaces(), withState);
    int points = (withState ? state.points(Scope.SYSTEM) : 0) + (speed.isOn(Scope.SYSTEM) ? 1 : 0);
    if (series.reserve(wanted.size() * points)) {
      for (Device device : wanted) {
        InterfaceSeries attributes = series.networkInterface(device.name);
        if (attributes != null) {
          record(device, series, attributes.plain());
        }
      }
    }
  }

  private List<Device> wanted(List<String> names, boolean withState) throws ErrnoException {
    List<Device> wanted = new ArrayList<>(names.size());
    List<String> fileNames = names.stream().filter(SysClassNet::isFileName).toList();
    List<Pending<byte[]>> speeds = beginSpeeds(fileNames);
    boolean found = false;
    long deadline = devices.host().time().patience(Share.INTERFACE_SPEEDS).deadline();
    for (int i = 0; i < fileNames.size(); i++) {
      long megabits =
          speeds.isEmpty() ? KernelNumber.NONE : speed(fileNames.get(i), speeds.get(i), deadline);
      Device device = device(fileNames.get(i), megabits, withState);
      found |= KernelNumber.isKnown(device.index);
      wanted.add(device);
    }
    if (withState && !found && !names.isEmpty()) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", "class/net");
    }
    return wanted;
  }

  /// The driver is asked for the speed, and may wait for the hardware.
  private List<Pending<byte[]>> beginSpeeds(List<String> names) {
    return speed.isOn(Scope.SYSTEM)
        ? names.stream().map(name -> devices.begin(name, "speed")).toList()
        : List.of();
  }

  /// A driver that does not know says -1, or that in 32 bits.
  private long speed(String name, Pending<byte[]> pending, long deadline) throws ErrnoException {
    return devices.number(name, "speed", pending, deadline, KernelNumber.LIMIT32);
  }

  private Device device(String name, long megabits, boolean withState) throws ErrnoException {
    return withState
        ? new Device(
            name,
            megabits,
            devices.number(name, "ifindex", KernelNumber.COUNT),
            devices.text(name, "address"),
            devices.text(name, "operstate"),
            devices.number(name, "carrier_changes", KernelNumber.COUNTER32),
            devices.number(name, "mtu", KernelNumber.COUNT))
        : new Device(
            name, megabits, KernelNumber.NONE, null, null, KernelNumber.NONE, KernelNumber.NONE);
  }

  private void record(Device device, NamespaceSeries series, Attributes attributes) {
    speed.record(Scope.SYSTEM, KernelNumber.times(device.megabits, BYTES_PER_MEGABIT), attributes);
    if (device.operState != null) {
      OperState known = OperState.of(device.operState);
      // the kernel says `unknown` only of a device that runs
      boolean up = known == OperState.UP || known == OperState.UNKNOWN;
      state.up(Scope.SYSTEM, up, attributes);
    }
    state.carrierChanges(Scope.SYSTEM, device.carrierChanges, attributes);
    state.mtu(Scope.SYSTEM, device.mtu, attributes);
    if (KernelNumber.isKnown(device.index) && state.hasInfo(Scope.SYSTEM)) {
      Described described = new Described(device.name, device.mac, device.operState, device.index);
      state.info(Scope.SYSTEM, series.attributes(described, described::attributes));
    }
  }

  /// What the files of a device hold; null or [KernelNumber#NONE] for what they do not tell.
  private record Device(
      String name,
      long megabits,
      long index,
      @Nullable String mac,
      @Nullable String operState,
      long carrierChanges,
      long mtu) {}

  /// What the attributes of an interface are made of.
  private record Described(
      String name, @Nullable String mac, @Nullable String operState, long index) {
    Attributes attributes(Attributes identity) {
      return InterfaceInstruments.describe(identity, name, mac, operState, index).build();
    }
  }
}
