// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// A metric that is being made: its instruments come into being with the last call, one for each
/// scope.
public final class InstrumentBuilder {
  private final Instruments instruments;
  private final Meter meter;
  private final MetricFilter filter;
  private final String suffix;
  private final String unit;
  private final String description;
  private final Set<Scope> scopes = EnumSet.allOf(Scope.class);
  private final Set<Scope> onByDefault = EnumSet.allOf(Scope.class);
  private boolean prefixed = true;

  InstrumentBuilder(
      Instruments instruments,
      Meter meter,
      MetricFilter filter,
      String suffix,
      String unit,
      String description) {
    this.instruments = instruments;
    this.meter = meter;
    this.filter = filter;
    this.suffix = suffix;
    this.unit = unit;
    this.description = description;
  }

  /// It exists for this scope alone.
  public InstrumentBuilder only(Scope scope) {
    scopes.retainAll(EnumSet.of(scope));
    return this;
  }

  /// Only a user who asks for it gets it.
  public InstrumentBuilder offByDefault() {
    onByDefault.clear();
    return this;
  }

  /// Without asking, only this scope has it.
  public InstrumentBuilder onByDefaultFor(Scope scope) {
    onByDefault.retainAll(EnumSet.of(scope));
    return this;
  }

  /// Its name is the same for all scopes and has no prefix.
  public InstrumentBuilder unprefixed() {
    prefixed = false;
    return this;
  }

  /// A value of the kernel that only rises, to 2⁶⁴.
  public ScopedInstrument counter() {
    return new ScopedInstrument(
        instruments,
        make(
            name ->
                meter
                    .counterBuilder(name)
                    .setUnit(unit)
                    .setDescription(description)
                    .buildObserver()),
        true);
  }

  /// A value whose sum over attributes and hosts has a meaning.
  public ScopedInstrument upDownCounter() {
    return new ScopedInstrument(
        instruments,
        make(
            name ->
                meter
                    .upDownCounterBuilder(name)
                    .setUnit(unit)
                    .setDescription(description)
                    .buildObserver()),
        false);
  }

  /// A value whose sum has no meaning.
  public ScopedInstrument gauge() {
    Map<Scope, ObservableLongMeasurement> observers =
        make(
            name ->
                meter
                    .gaugeBuilder(name)
                    .ofLongs()
                    .setUnit(unit)
                    .setDescription(description)
                    .buildObserver());
    return new ScopedInstrument(instruments, observers, false);
  }

  /// A counter of what is no whole number in its unit.
  public ScopedDouble doubleCounter() {
    Map<Scope, ObservableDoubleMeasurement> observers =
        make(
            name ->
                meter
                    .counterBuilder(name)
                    .ofDoubles()
                    .setUnit(unit)
                    .setDescription(description)
                    .buildObserver());
    return new ScopedDouble(instruments, observers);
  }

  /// A value that is no whole number in its unit, and whose sum has a meaning.
  public ScopedDouble doubleUpDownCounter() {
    Map<Scope, ObservableDoubleMeasurement> observers =
        make(
            name ->
                meter
                    .upDownCounterBuilder(name)
                    .ofDoubles()
                    .setUnit(unit)
                    .setDescription(description)
                    .buildObserver());
    return new ScopedDouble(instruments, observers);
  }

  /// A gauge of what is no whole number in its unit.
  public ScopedDouble doubleGauge() {
    Map<Scope, ObservableDoubleMeasurement> observers =
        make(
            name ->
                meter.gaugeBuilder(name).setUnit(unit).setDescription(description).buildObserver());
    return new ScopedDouble(instruments, observers);
  }

  private <T extends ObservableMeasurement> Map<Scope, T> make(Function<String, T> observer) {
    Map<String, T> byName = new HashMap<>();
    Map<Scope, T> byScope = new EnumMap<>(Scope.class);
    for (Scope scope : scopes) {
      String name = prefixed ? scope.prefix() + suffix : suffix;
      if (filter.wants(name, onByDefault.contains(scope))) {
        byScope.put(
            scope,
            byName.computeIfAbsent(
                name,
                _ -> {
                  T made = observer.apply(name);
                  instruments.add(made);
                  return made;
                }));
      }
    }
    return byScope;
  }
}
