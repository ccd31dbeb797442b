// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.discovery.NamespaceKind;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamespaceInfoTest {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");

  @Test
  void tellsAllNamesAndTheOldestProcess() throws Exception {
    assertThat(lines(named("router", "alias", "name")))
        .containsExactly(
            "netns.info{{namespace},updowncounter} {netns.inode=7, netns.kind=named,"
                + " netns.name=router, netns.names=alias,name,router, process.executable.name=sh,"
                + " process.pid=7} 1");
  }

  @Test
  void tellsWhatIsKnownOfAnUnnamedOne() throws Exception {
    assertThat(lines(FakeNamespace.unnamed(7)))
        .containsExactly(
            "netns.info{{namespace},updowncounter} {netns.inode=7, netns.kind=process,"
                + " process.executable.name=sh, process.pid=7} 1");
  }

  @Test
  void neitherTheHostNorAContainerHasOne() throws Exception {
    assertThat(lines(FakeNamespace.host())).isEmpty();
    assertThat(lines(FakeNamespace.container(7, CollectionFixture.container("0123", "db"))))
        .isEmpty();
  }

  @Test
  void boundsTheNames() throws Exception {
    String[] names =
        IntStream.range(0, 1000)
            .mapToObj("a-name-that-is-long-%d"::formatted)
            .toArray(String[]::new);

    assertThat(lines(named(names)))
        .singleElement()
        .satisfies(line -> assertThat(line).hasSizeBetween(4000, 4500).contains("…, process"));
  }

  private List<String> lines(FakeNamespace namespace) throws Exception {
    Instruments instruments = new Instruments(meter, MetricFilter.DEFAULT);
    NamespaceInfo info = new NamespaceInfo(instruments);
    NamespaceSeries series = NamespaceSeriesFixture.of(namespace);
    return PointLines.of(
        NamespaceSeriesFixture.collect(
            meter, reader, instruments, () -> info.record(namespace, series)));
  }

  private static FakeNamespace named(String... names) {
    return new FakeNamespace(NamespaceKind.NAMED, 7, null, List.of(names), List.of());
  }
}
