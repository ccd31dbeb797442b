// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.discovery.NetworkNamespace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Runs a single collector over a real SDK.
public final class NamespaceSeriesFixture {
  private NamespaceSeriesFixture() {}

  /// The series of a host without any filter.
  public static NamespaceSeries host() {
    return of(FakeNamespace.host());
  }

  /// The series of a host that has only these interfaces.
  public static NamespaceSeries host(Predicate<String> interfaces) {
    return of(FakeNamespace.host(), interfaces);
  }

  /// The series of a namespace without any filter, in its first visit.
  public static NamespaceSeries of(NetworkNamespace namespace) {
    return of(namespace, name -> true);
  }

  /// The series of a namespace of which these interfaces are wanted, in its first visit.
  public static NamespaceSeries of(NetworkNamespace namespace, Predicate<String> interfaceFilter) {
    NamespaceSeries series =
        new NamespaceSeries(
            namespace,
            Identity.COMPACT.of(namespace),
            true,
            interfaceFilter,
            new SeriesLimit(1_000_000));
    series.beginVisit();
    return series;
  }

  /// Goes on to the namespace's next visit.
  public static void nextVisit(NamespaceSeries series) {
    series.endVisit();
    series.beginVisit();
  }

  /// What the SDK has collected from one run.
  public static Collection<MetricData> collect(
      Meter meter, InMemoryMetricReader reader, Instruments instruments, Observation observation)
      throws Exception {
    List<ObservableMeasurement> observers = instruments.register();
    Exception[] failure = new Exception[1];
    try (BatchCallback _ =
        meter.batchCallback(
            () -> {
              try {
                observation.run();
              } catch (Exception e) {
                failure[0] = e;
              }
            },
            observers.getFirst(),
            observers.subList(1, observers.size()).toArray(ObservableMeasurement[]::new))) {
      Collection<MetricData> metrics = reader.collectAllMetrics();
      if (failure[0] != null) {
        throw failure[0];
      }
      return metrics;
    }
  }

  /// The direction among the attributes of an interface's point, `-` without one; and nothing else.
  public static String direction(Attributes attributes, String interfaceName) {
    assertThat(attributes.get(stringKey("network.interface.name"))).isEqualTo(interfaceName);
    Optional<String> direction =
        Optional.ofNullable(attributes.get(stringKey("network.io.direction")));
    assertThat(attributes.size()).isEqualTo(direction.isPresent() ? 2 : 1);
    return direction.orElse("-");
  }

  /// The run of a collector.
  @FunctionalInterface
  public interface Observation {
    void run() throws Exception;
  }
}
