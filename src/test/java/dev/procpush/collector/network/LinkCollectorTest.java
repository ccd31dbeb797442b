// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.FakeNamespace;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkCollectorTest {
  private final NamespaceSeries series =
      NamespaceSeriesFixture.of(
          FakeNamespace.named(2, "blue"), name -> name.equals("lo") || name.equals("eth0"));
  private final FakeFiles inside = new FakeFiles().entered();

  @Test
  void recordsStateAndPropertiesOfWantedInterfaces() throws Exception {
    CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
    LinkCollector collector = collector(runs);
    inside.with("links_without_statistics", CollectorRuns.answer("links")).peer(0, 4026531840L);

    List<String> points =
        runs.points(series, () -> collector.observe(new NamespaceReader(inside), series));

    assertThat(points)
        .containsExactly(
            "netns.network.interface.carrier_changes{{change},counter}" + on("eth0") + 2,
            "netns.network.interface.carrier_changes{{change},counter}" + on("lo") + 0,
            "netns.network.interface.info{{interface},updowncounter} {netns.name=blue,"
                + " network.interface.index=1, network.interface.mac=00:00:00:00:00:00,"
                + " network.interface.name=lo, network.interface.operstate=unknown} 1",
            "netns.network.interface.info{{interface},updowncounter} {netns.name=blue,"
                + " network.interface.index=2, network.interface.kind=veth,"
                + " network.interface.mac=02:00:00:00:00:01, network.interface.name=eth0,"
                + " network.interface.operstate=up, network.interface.peer.index=6,"
                + " network.interface.peer.netns.inode=4026531840} 1",
            "netns.network.interface.mtu{By,gauge}" + on("eth0") + 1500,
            "netns.network.interface.mtu{By,gauge}" + on("lo") + 65536,
            "netns.network.interface.up{{interface},updowncounter}" + on("eth0") + 1,
            "netns.network.interface.up{{interface},updowncounter}" + on("lo") + 1);
    assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
        .isEqualTo(points);
  }

  @Test
  void asksForEachWhereFewOfManyAreWanted() throws Exception {
    CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
    LinkCollector collector = collector(runs);
    NamespaceSeries lo =
        NamespaceSeriesFixture.of(FakeNamespace.named(2, "blue"), name -> name.equals("lo"));
    inside.with("link_without_statistics lo", CollectorRuns.answer("link lo"));
    for (int visit = 0; visit < 2; visit++) {
      lo.wants("lo");
      lo.wants("eth0");

      assertThat(runs.points(lo, () -> collector.observe(new NamespaceReader(inside), lo)))
          .contains("netns.network.interface.up{{interface},updowncounter}" + on("lo") + 1)
          .hasSize(4);
    }
  }

  @Test
  void asksForAllWhereMostAreWanted() throws Exception {
    CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
    LinkCollector collector = collector(runs);
    inside.with("links_without_statistics", CollectorRuns.answer("links"));
    series.wants("lo");
    series.wants("eth0");

    assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
        .hasSize(2 * 4);
  }

  @Test
  void asksForAllWhereOneOfThemIsNotKnown() throws Exception {
    CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
    LinkCollector collector = collector(runs);
    String eth0 = "link_without_statistics eth0";
    inside
        .with("links_without_statistics", CollectorRuns.answer("links"))
        .failing(eth0, new ErrnoException(ErrnoException.ENODEV, "recv", eth0))
        .with("link_without_statistics lo", CollectorRuns.answer("link lo"));
    for (int visit = 0; visit < 2; visit++) {
      series.wants("lo");
      series.wants("eth0");
      for (int i = 0; i < 100; i++) {
        series.wants("veth" + i);
      }

      assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
          .hasSize(2 * 4);
    }
  }

  @Test
  void recordsStatisticsOfFewAmongMany() throws Exception {
    CollectorRuns runs = new CollectorRuns((name, _) -> name.contains("interface.stats."));
    LinkCollector collector = collector(runs);
    inside.with("link lo", CollectorRuns.answer("link lo"));
    for (int visit = 0; visit < 2; visit++) {
      series.wants("lo");
      series.wants("veth0");
      series.wants("veth1");

      assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
          .contains("netns.network.interface.stats.rx_nohandler{{packet},counter}" + on("lo") + 0)
          .hasSize(12);
    }
  }

  @Test
  void recordsStatisticsWhereTheyAreWanted() throws Exception {
    CollectorRuns runs = new CollectorRuns((name, _) -> name.contains("interface.stats."));
    LinkCollector collector = collector(runs);
    inside.with("links", CollectorRuns.answer("links"));

    assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
        .contains(
            "netns.network.interface.stats.rx_nohandler{{packet},counter}" + on("eth0") + 0,
            "netns.network.interface.stats.rx_length_errors{{error},counter}" + on("eth0") + 0)
        .hasSize(2 * 12);
  }

  @Test
  void leavesTheHostToSysfsWhereItIsNotEntered() throws Exception {
    CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
    LinkCollector collector = collector(runs);
    NamespaceSeries host = NamespaceSeriesFixture.host();

    assertThat(
            runs.points(host, () -> collector.observe(new NamespaceReader(new FakeFiles()), host)))
        .isEmpty();
    assertThatThrownBy(() -> collector.observe(new NamespaceReader(new FakeFiles()), series))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("EPERM");
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() {
    LinkCollector collector =
        collector(new CollectorRuns((name, _) -> name.equals("container.network.interface.mtu")));

    assertThat(collector.observes(Scope.CONTAINER)).isTrue();
    assertThat(collector.observes(Scope.NETNS)).isFalse();
  }

  private static LinkCollector collector(CollectorRuns runs) {
    return new LinkCollector(runs.instruments(), new InterfaceInstruments(runs.instruments()));
  }

  private static String on(String name) {
    return " {netns.name=blue, network.interface.name=" + name + "} ";
  }
}
