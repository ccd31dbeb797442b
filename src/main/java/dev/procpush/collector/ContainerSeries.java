// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.parse.KernelNumber;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/// The series of one container: with which attributes, and how many.
public final class ContainerSeries {
  /// What a container is taken to cost before it was ever read.
  private static final int EXPECTED_AT_FIRST = 32;

  private final Identity identities;
  private final ExtendedAttributes attributes;
  private final SeriesRoom room;
  private final ContainerMemory memory = new ContainerMemory();
  private final CpuModes cpuModes = new CpuModes();
  private final MinorFaults minorFaults = new MinorFaults();
  private final Nesting nesting;
  private Container container;
  private @Nullable Attributes info;
  private int processes;
  private boolean cpuLimited;

  ContainerSeries(Container container, Identity identities, SeriesLimit limit, Nesting nesting) {
    this.container = container;
    this.nesting = nesting;
    this.identities = identities;
    this.attributes = new ExtendedAttributes(identities.of(container));
    this.room = new SeriesRoom(limit, false);
    room.expect(EXPECTED_AT_FIRST);
  }

  /// The attributes that tell this container from any other.
  public Attributes identity() {
    return attributes.identity();
  }

  /// The identity and more: built once while the container lives.
  ///
  /// @param more a constant: it is known again by being the same object
  public Attributes with(Attributes more) {
    return attributes.with(more);
  }

  /// The container as of the last scan: the same object while nothing about it changes.
  public Container container() {
    return container;
  }

  /// The identity and all that is known of the container: built again only when that has changed.
  public Attributes info() {
    Attributes known = info;
    if (known == null) {
      known = ContainerAttributes.of(container, identity(), identities);
      info = known;
    }
    return known;
  }

  /// Asks for room before points are recorded. Without room the whole container is left out.
  ///
  /// @param points how many series a collector is about to record
  public boolean reserve(int points) {
    return room.reserve(points);
  }

  /// Records one value, if there is one, the metric is wanted and there is room.
  public void record(ScopedInstrument instrument, long value, Attributes attributes) {
    if (KernelNumber.isKnown(value) && instrument.isOn(Scope.CONTAINER) && reserve(1)) {
      instrument.record(Scope.CONTAINER, value, attributes);
    }
  }

  /// What of a count of the kernel is the container's own, and not that of containers within it.
  ///
  /// @param metric what is counted
  /// @param more the attributes beside the identity
  /// @return [KernelNumber#NONE] of none
  public long ownCount(Object metric, Attributes more, long value) {
    return nesting.isAlone() || !KernelNumber.isKnown(value)
        ? value
        : nesting.count(metric, more, value);
  }

  /// What of an amount that may fall is the container's own, and not that of containers within it.
  ///
  /// @return [KernelNumber#NONE] of none
  public long ownAmount(Object metric, long value) {
    return nesting.isAlone() || !KernelNumber.isKnown(value)
        ? value
        : nesting.amount(metric, Attributes.empty(), value);
  }

  Nesting nesting() {
    return nesting;
  }

  /// What this visit's files tell about memory.
  public ContainerMemory memory() {
    return memory;
  }

  /// How its time on CPUs is split.
  public CpuModes cpuModes() {
    return cpuModes;
  }

  /// Its page faults without I/O.
  public MinorFaults minorFaults() {
    return minorFaults;
  }

  /// How many processes discovery has seen in it.
  public int processes() {
    return processes;
  }

  /// Notes whether this visit's files have a limit on CPU time.
  public void cpuLimited(boolean limited) {
    cpuLimited = limited;
  }

  /// Whether there is a limit on CPU time.
  public boolean isCpuLimited() {
    return cpuLimited;
  }

  SeriesRoom room() {
    return room;
  }

  /// Whether attributes and place are still the right ones for the container, of which something
  /// may have changed that is in neither.
  boolean describes(Container now) {
    if (container == now) {
      return true;
    }
    if (!container.cgroups().equals(now.cgroups()) || !identity().equals(identities.of(now))) {
      return false;
    }
    container = now;
    info = null;
    return true;
  }

  void beginVisit(int processCount) {
    processes = processCount;
    room.beginVisit();
    memory.beginVisit();
    cpuModes.beginVisit();
    attributes.rewind();
    cpuLimited = false;
    nesting.read();
  }

  /// Forgets all where the container is left out or failed.
  void endVisit() {
    room.endVisit();
    if (room.isEmpty()) {
      attributes.clear();
      info = null;
    }
  }
}
