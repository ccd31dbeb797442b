// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.List;

/// Makes the asynchronous instruments of all collectors, those left out by configuration excepted,
/// and counts what is recorded with them.
public final class Instruments {
  private final Meter meter;
  private final MetricFilter filter;
  private final List<ObservableMeasurement> observers = new ArrayList<>();
  private long recorded;
  private int generation;

  public Instruments(Meter meter, MetricFilter filter) {
    this.meter = meter;
    this.filter = filter;
  }

  /// Begins a metric that has a name under each [Scope].
  ///
  /// @param suffix the name behind the prefix, as in `network.io`
  /// @param unit in UCUM, as in `By` or `{packet}`
  public InstrumentBuilder metric(String suffix, String unit, String description) {
    return new InstrumentBuilder(this, meter, filter, suffix, unit, description);
  }

  /// Begins a metric of the host: `system.` and the suffix.
  public InstrumentBuilder ofHost(String suffix, String unit, String description) {
    return metric(suffix, unit, description).only(Scope.SYSTEM);
  }

  /// Begins a metric of a container: `container.` and the suffix.
  public InstrumentBuilder ofContainer(String suffix, String unit, String description) {
    return metric(suffix, unit, description).only(Scope.CONTAINER);
  }

  /// Begins a metric of a process, in a container or not: `process.` and the suffix.
  public InstrumentBuilder ofProcess(String suffix, String unit, String description) {
    return metric("process." + suffix, unit, description).only(ProcessSeries.SCOPE).unprefixed();
  }

  void add(ObservableMeasurement observer) {
    observers.add(observer);
  }

  /// All instruments made so far, for the batch callback that is about to be registered: from then
  /// on they may record. One that is made later records nothing until the next registration, since
  /// the SDK takes no value of it.
  List<ObservableMeasurement> register() {
    generation++;
    return List.copyOf(observers);
  }

  /// Whether instruments were made since the last registration.
  boolean hasGrown(int registered) {
    return observers.size() != registered;
  }

  int generation() {
    return generation;
  }

  boolean isRegistered(int made) {
    return made < generation;
  }

  /// How many points were recorded since the start.
  long recorded() {
    return recorded;
  }

  void countPoint() {
    recorded++;
  }
}
