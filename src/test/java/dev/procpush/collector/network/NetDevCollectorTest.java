// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.parse.MalformedKernelDataException;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetDevCollectorTest {
  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");

  @Test
  void recordsAllSixteenFieldsAsTenMetrics() throws Exception {
    Instruments instruments = new Instruments(meter, MetricFilter.DEFAULT);
    NetDevCollector collector = new NetDevCollector(instruments, null);
    NamespaceSeries host = NamespaceSeriesFixture.host();
    NamespaceFiles files = file("eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");

    List<String> lines =
        NamespaceSeriesFixture.collect(
                meter,
                reader,
                instruments,
                () -> collector.observe(new NamespaceReader(files), host))
            .stream()
            .flatMap(metric -> lines(metric).stream())
            .sorted()
            .toList();

    assertThat(lines)
        .containsExactly(
            "system.network.carrier.errors {error} - 15",
            "system.network.collisions {collision} - 14",
            "system.network.errors {error} receive 3",
            "system.network.errors {error} transmit 11",
            "system.network.fifo.errors {error} receive 5",
            "system.network.fifo.errors {error} transmit 13",
            "system.network.frame.errors {error} - 6",
            "system.network.io By receive 1",
            "system.network.io By transmit 9",
            "system.network.packet.compressed {packet} receive 7",
            "system.network.packet.compressed {packet} transmit 16",
            "system.network.packet.count {packet} receive 2",
            "system.network.packet.count {packet} transmit 10",
            "system.network.packet.dropped {packet} receive 4",
            "system.network.packet.dropped {packet} transmit 12",
            "system.network.packet.multicast {packet} - 8");
  }

  @Test
  void leavesOutTheTopBitOfACounter() throws Exception {
    Instruments instruments = new Instruments(meter, (name, _) -> name.equals("system.network.io"));
    NetDevCollector collector = new NetDevCollector(instruments, null);
    NamespaceFiles files =
        file("eth0: 9223372036854775807 0 0 0 0 0 0 0 9223372036854775813 0 0 0 0 0 0 0\n");

    List<String> lines =
        NamespaceSeriesFixture.collect(
                meter,
                reader,
                instruments,
                () -> collector.observe(new NamespaceReader(files), NamespaceSeriesFixture.host()))
            .stream()
            .flatMap(metric -> lines(metric).stream())
            .toList();

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "system.network.io By receive 9223372036854775807", "system.network.io By transmit 5");
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() {
    Instruments instruments =
        new Instruments(meter, (name, _) -> name.equals("container.network.collisions"));
    NetDevCollector collector = new NetDevCollector(instruments, null);

    assertThat(collector.observes(Scope.CONTAINER)).isTrue();
    assertThat(collector.observes(Scope.SYSTEM)).isFalse();
    assertThat(collector.observes(Scope.NETNS)).as("it tells which are bare").isTrue();
  }

  @Test
  void passesOnWhatTheFileSaysOfItself() {
    NetDevCollector collector =
        new NetDevCollector(new Instruments(meter, MetricFilter.DEFAULT), null);
    NamespaceSeries host = NamespaceSeriesFixture.host();

    assertThatThrownBy(() -> collector.observe(new NamespaceReader(file("eth0: 1 2")), host))
        .isInstanceOf(MalformedKernelDataException.class);
    assertThatThrownBy(
            () ->
                collector.observe(
                    new NamespaceReader(
                        new FakeFiles()
                            .failing(
                                "net/dev",
                                new ErrnoException(ErrnoException.EACCES, "open", "net/dev"))),
                    host))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("open net/dev: EACCES");
  }

  private static List<String> lines(MetricData metric) {
    assertThat(metric.getLongSumData().isMonotonic()).isTrue();
    assertThat(metric.getLongSumData().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.CUMULATIVE);
    assertThat(metric.getDescription()).isNotBlank();
    return metric.getLongSumData().getPoints().stream()
        .map(
            point ->
                metric.getName()
                    + " "
                    + metric.getUnit()
                    + " "
                    + NamespaceSeriesFixture.direction(point.getAttributes(), "eth0")
                    + " "
                    + point.getValue())
        .toList();
  }

  private static NamespaceFiles file(String lines) {
    return new FakeFiles().with("net/dev", HEADER + lines);
  }
}
