// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.FakeNamespace;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.PointLines;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberSource;
import dev.procpush.parse.TableColumn;
import dev.procpush.parse.WholeFile;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ProcMetricCollectorTest {
  private static final String FORWARD = "sysctl net/ipv4/ip_forward";
  private static final Set<Scope> ALL = EnumSet.allOf(Scope.class);

  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");
  private final Instruments instruments = new Instruments(meter, MetricFilter.DEFAULT);

  @Test
  void isOneMetricWhoseSeriesAreTheNamespaces() throws Exception {
    NamespaceCollector collector = collector(gauge(ALL, _ -> true));
    FakeFiles host = new FakeFiles().with(FORWARD, "1\n").entered();
    FakeFiles blue = new FakeFiles().with(FORWARD, "-0.5\n").entered();
    NamespaceSeries hosts = NamespaceSeriesFixture.host();
    NamespaceSeries blues = NamespaceSeriesFixture.of(FakeNamespace.named(7, "blue"));

    assertThat(
            lines(
                () -> {
                  collector.observe(new NamespaceReader(host), hosts);
                  collector.observe(new NamespaceReader(blue), blues);
                }))
        .containsExactly(
            "acme.forwarding{{state},gauge} {netns.name=blue} -0.5",
            "acme.forwarding{{state},gauge} {} 1.0");
    assertThat(collector.name()).isEqualTo("proc_metrics/acme.forwarding");
  }

  @Test
  void addsUpTheRowsOfACounterAndLeavesOutTheTopBit() throws Exception {
    NamespaceCollector collector = collector(counter(new TableColumn("drop", null, false), 16));
    FakeFiles files =
        new FakeFiles()
            .with("net/stat/nf_conntrack", "found drop\n1 0000000f\n1 8000000000000001\n");

    assertThat(
            lines(
                () -> collector.observe(new NamespaceReader(files), NamespaceSeriesFixture.host())))
        .containsExactly("acme.drops{{packet},counter} {} 16");
  }

  @Test
  void observesTheScopesThatWereNamed() {
    NamespaceCollector collector = collector(gauge(EnumSet.of(Scope.NETNS), _ -> true));

    assertThat(ALL.stream().filter(collector::observes)).containsExactly(Scope.NETNS);
  }

  @Test
  void observesNothingWhereTheMetricIsNotWanted() {
    Instruments none = new Instruments(meter, (name, _) -> !name.equals("acme.forwarding"));
    NamespaceCollector collector =
        NetworkCollectors.of(none, List.of(gauge(ALL, _ -> true))).getFirst();

    assertThat(ALL.stream().filter(collector::observes)).isEmpty();
  }

  @Test
  void readsTheNamespacesThatAnExpressionNamesAndTheHosts() throws Exception {
    List<String> asked = new ArrayList<>();
    NamespaceCollector collector =
        collector(
            gauge(
                ALL,
                name -> {
                  asked.add(name);
                  return name.startsWith("q");
                }));
    FakeFiles files = new FakeFiles().with(FORWARD, "1\n").entered();
    NamespaceSeries router = NamespaceSeriesFixture.of(FakeNamespace.named(7, "qrouter-1"));
    NamespaceSeries blue = NamespaceSeriesFixture.of(FakeNamespace.named(8, "blue"));

    assertThat(
            lines(
                () -> {
                  collector.observe(new NamespaceReader(files), router);
                  collector.observe(new NamespaceReader(files), blue);
                  collector.observe(new NamespaceReader(new FakeFiles()), blue);
                  collector.observe(new NamespaceReader(files), NamespaceSeriesFixture.host());
                }))
        .containsExactly(
            "acme.forwarding{{state},gauge} {netns.name=qrouter-1} 1.0",
            "acme.forwarding{{state},gauge} {} 1.0");
    assertThat(asked).containsExactly("qrouter-1", "blue");
  }

  @Test
  void givesNoPointForWhatIsNotANumber() {
    NamespaceCollector gauge = collector(gauge(ALL, _ -> true));
    FakeFiles files = new FakeFiles().with(FORWARD, "on\n").entered();

    assertThatExceptionOfType(MalformedKernelDataException.class)
        .isThrownBy(() -> gauge.observe(new NamespaceReader(files), NamespaceSeriesFixture.host()))
        .withMessage("/proc/sys/net/ipv4/ip_forward:1: not a number: \"on\"");

    NamespaceCollector counter = collector(counter(new WholeFile(), 10));
    FakeFiles negative = new FakeFiles().with("net/stat/nf_conntrack", "-1\n");

    assertThatExceptionOfType(MalformedKernelDataException.class)
        .isThrownBy(
            () -> counter.observe(new NamespaceReader(negative), NamespaceSeriesFixture.host()))
        .withMessage("net/stat/nf_conntrack:1: not a number: \"-1\"");
  }

  @Test
  void passesOnThatItCannotBeRead() {
    NamespaceCollector collector = collector(gauge(ALL, _ -> true));

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(
            () ->
                collector.observe(
                    new NamespaceReader(new FakeFiles()), NamespaceSeriesFixture.host()))
        .withMessageEndingWith("EPERM");
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(
            () ->
                collector.observe(
                    new NamespaceReader(new FakeFiles().entered()), NamespaceSeriesFixture.host()))
        .withMessageEndingWith("ENOENT");
  }

  @Test
  void takesNoFileBeyondItsBound() {
    NamespaceCollector collector = collector(gauge(ALL, _ -> true));
    FakeFiles files = new FakeFiles().with(FORWARD, "1" + "\n".repeat(1024 * 1024)).entered();

    assertThatExceptionOfType(MalformedKernelDataException.class)
        .isThrownBy(
            () -> collector.observe(new NamespaceReader(files), NamespaceSeriesFixture.host()))
        .withMessageContaining("more than 1048576 bytes");
  }

  private NamespaceCollector collector(ProcMetric metric) {
    return NetworkCollectors.of(instruments, List.of(metric)).getFirst();
  }

  private List<String> lines(NamespaceSeriesFixture.Observation observation) throws Exception {
    return PointLines.of(NamespaceSeriesFixture.collect(meter, reader, instruments, observation));
  }

  private static ProcMetric gauge(Set<Scope> scopes, Predicate<String> namespaces) {
    return new ProcMetric(
        "acme.forwarding",
        "{state}",
        "Whether",
        false,
        "proc/sys/net/ipv4/ip_forward",
        (files, source) -> files.readSysctl("net/ipv4/ip_forward", source),
        new WholeFile(),
        10,
        scopes,
        namespaces);
  }

  private static ProcMetric counter(NumberSource source, int base) {
    return new ProcMetric(
        "acme.drops",
        "{packet}",
        "Drops",
        true,
        "proc/net/stat/nf_conntrack",
        (files, numbers) -> files.read("net/stat/nf_conntrack", numbers),
        source,
        base,
        ALL,
        _ -> true);
  }
}
