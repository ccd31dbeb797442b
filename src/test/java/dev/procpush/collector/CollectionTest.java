// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static dev.procpush.collector.CollectionFixture.container;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CollectionTest {
  private static final String ID =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private final CollectionFixture host = new CollectionFixture();

  @Test
  void recordsEachNamespaceUnderItsPrefixWithItsIdentity() {
    host.add(FakeNamespace.host(), "lo", "eth0", "veth12ab");
    host.add(FakeNamespace.container(2, container(ID, "web")), "lo", "eth0");
    host.add(FakeNamespace.named(3, "qrouter-1"), "lo", "qg-1");
    host.add(FakeNamespace.unnamed(4), "lo", "tun0");

    Map<String, List<LongPointData>> points = host.collect();

    assertThat(attributes(points.get("system.network.collisions")))
        .containsExactlyInAnyOrder(on("lo"), on("eth0"));
    assertThat(attributes(points.get("container.network.collisions")))
        .containsExactly(
            on("eth0").toBuilder()
                .put("container.id", "0123456789ab")
                .put("container.name", "web")
                .build());
    assertThat(attributes(points.get("netns.network.collisions")))
        .containsExactlyInAnyOrder(
            on("qg-1").toBuilder().put("netns.name", "qrouter-1").build(),
            on("tun0").toBuilder().put("netns.inode", 4).build());
  }

  @Test
  void givesAnUnnamedNamespaceWithNothingButLoopbackNoSeries() {
    host.interfaceFilter = name -> true;
    host.add(FakeNamespace.unnamed(4), "lo");
    host.add(FakeNamespace.named(5, "empty"), "lo");

    assertThat(attributes(host.collect().get("netns.network.collisions")))
        .containsExactly(on("lo").toBuilder().put("netns.name", "empty").build());
  }

  @Test
  void leavesTheOthersUnharmedWhenOneFileIsGarbage() {
    NetworkNamespace broken = FakeNamespace.unnamed(4);
    host.add(FakeNamespace.host(), "eth0");
    host.add(broken, "eth0");
    host.add(FakeNamespace.unnamed(5), "eth0");
    host.netDev.put(broken, CollectionFixture.HEADER + "eth0: 1 2 garbage\n");

    Map<String, List<LongPointData>> points = host.collect();

    assertThat(points.get("system.network.collisions")).hasSize(1);
    assertThat(attributes(points.get("netns.network.collisions"))).containsExactly(inode(5));
    assertThat(points.get("procpush.collector.errors"))
        .extracting(LongPointData::getAttributes)
        .containsExactly(
            Attributes.of(
                stringKey("procpush.collector"), "net_dev", stringKey("error.type"), "malformed"));
  }

  @Test
  void readsNoMoreOfAnUnnamedNamespaceThanThatNothingIsInIt() {
    host.collectorFilter = _ -> true;
    host.add(FakeNamespace.unnamed(5), "lo");

    assertThat(host.collect()).doesNotContainKey("procpush.source.absent");
  }

  @Test
  void saysNothingOfANamespaceThatVanished() {
    NetworkNamespace gone = FakeNamespace.unnamed(4);
    host.add(FakeNamespace.host(), "eth0");
    host.add(gone, "eth0");
    host.failures.put(gone, new ErrnoException(ErrnoException.ESRCH, "open", "net/dev"));

    Map<String, List<LongPointData>> points = host.collect();

    assertThat(points)
        .containsKey("system.network.io")
        .doesNotContainKeys(
            "netns.network.io", "procpush.collector.errors", "procpush.source.absent");
  }

  @Test
  void countsADeniedReadByItsErrnoAndAnAbsentSourceAsAbsent() {
    NetworkNamespace denied = FakeNamespace.unnamed(4);
    NetworkNamespace absent = FakeNamespace.unnamed(5);
    host.add(denied, "eth0");
    host.add(absent, "eth0");
    host.failures.put(denied, new ErrnoException(ErrnoException.EACCES, "open", "net/dev"));
    host.failures.put(absent, new ErrnoException(ErrnoException.ENOENT, "open", "net/dev"));

    Map<String, List<LongPointData>> points = host.collect();

    assertThat(points).doesNotContainKey("netns.network.io");
    assertThat(points.get("procpush.collector.errors"))
        .extracting(point -> point.getAttributes().get(stringKey("error.type")))
        .containsExactly("EACCES");
    assertThat(points.get("procpush.source.absent"))
        .extracting(LongPointData::getValue)
        .containsExactly(1L);
  }

  @Test
  void visitsTheHostEachCycleAndTheOthersInTurnsWhenTheBudgetIsShort() {
    host.add(FakeNamespace.host(), "eth0");
    for (int inode = 2; inode < 12; inode++) {
      host.add(FakeNamespace.unnamed(inode), "eth0");
    }
    host.visitNanos = 300;
    Set<Long> seen = new HashSet<>();

    for (int cycle = 0; cycle < 4; cycle++) {
      Map<String, List<LongPointData>> points = host.collect();
      assertThat(points.get("system.network.collisions")).hasSize(1);
      assertThat(host.visited).hasSize(4);
      assertThat(onlyValue(points.get("procpush.collection.overruns"))).isEqualTo(cycle + 1);
      assertThat(onlyValue(points.get("procpush.collector.skipped"))).isEqualTo(7L * (cycle + 1));
      seen.addAll(host.visited);
    }

    assertThat(seen).hasSize(11);
  }

  @Test
  void aNamespaceThatWasTooLargeComesBackWhenItHasBecomeSmaller() {
    host.seriesMax = 17 * 2;
    NetworkNamespace large = FakeNamespace.unnamed(4);
    host.add(large, "eth0", "eth1", "eth2");
    host.add(FakeNamespace.unnamed(5), "eth0");
    for (int cycle = 0; cycle < 3; cycle++) {
      assertThat(host.collect().get("netns.network.collisions")).hasSize(1);
    }
    host.namespaces.remove(large);
    host.add(large, "eth0");

    assertThat(host.collect().get("netns.network.collisions")).as("looked at").hasSize(1);
    assertThat(host.collect().get("netns.network.collisions")).hasSize(2);
    assertThat(host.collect().get("netns.network.collisions")).hasSize(2);
  }

  @Test
  void aNamespaceThatThereIsNoMemoryForCostsNoOther() {
    NetworkNamespace huge = FakeNamespace.unnamed(4);
    host.add(huge, "eth0");
    host.add(FakeNamespace.unnamed(5), "eth0");
    host.huge.add(huge);

    Map<String, List<LongPointData>> points = host.collect();

    assertThat(points.get("netns.network.collisions")).hasSize(1);
    assertThat(points.get("procpush.collector.errors"))
        .extracting(point -> point.getAttributes().get(stringKey("error.type")))
        .containsExactly("java.lang.OutOfMemoryError");
  }

  @Test
  void saysOnceInAWhileThatTheBudgetIsShortAndThenThatItSufficesAgain() {
    for (int inode = 2; inode < 12; inode++) {
      host.add(FakeNamespace.unnamed(inode), "eth0");
    }
    List<String> lines =
        LoggedLines.logged(
            () -> {
              for (long visitNanos : new long[] {300, 300, 1, 1, 300, 1}) {
                host.visitNanos = visitNanos;
                host.collect();
              }
            });

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("6 namespaces are left out");
    assertThat(lines.getLast()).contains("All namespaces are collected in time again");
  }

  @Test
  void keepsTheHostAndContainersWhenThereIsNoRoomForAll() {
    host.seriesMax = 17 * 3;
    host.add(FakeNamespace.unnamed(4), "eth0");
    host.add(FakeNamespace.unnamed(5), "eth0");
    host.add(FakeNamespace.named(6, "router"), "eth0");
    host.add(FakeNamespace.container(7, container(ID, "web")), "eth0");
    host.add(FakeNamespace.host(), "eth0", "eth1", "eth2", "eth3");

    for (int cycle = 0; cycle < 3; cycle++) {
      Map<String, List<LongPointData>> points = host.collect();

      assertThat(points.get("system.network.collisions")).hasSize(4);
      assertThat(points.get("container.network.collisions")).hasSize(1);
      assertThat(attributes(points.get("netns.network.collisions")))
          .containsExactlyInAnyOrder(
              on("eth0").toBuilder().put("netns.name", "router").build(), inode(4));
      assertThat(onlyValue(points.get("procpush.collector.skipped"))).isEqualTo(cycle + 1);
    }
  }

  @Test
  void leavesOutWholeNamespacesFromTheFirstCycleOn() {
    host.collectorFilter = name -> name.equals("net_dev") || name.equals("tcp_diag");
    host.seriesMax = 3 * (16 + 12 + 1);
    for (int inode = 4; inode < 12; inode++) {
      host.add(FakeNamespace.unnamed(inode), "eth0");
    }

    for (int cycle = 0; cycle < 3; cycle++) {
      Map<String, List<LongPointData>> points = host.collect();

      assertThat(attributes(points.get("netns.network.collisions")))
          .containsExactlyInAnyOrder(inode(4), inode(5), inode(6));
      assertThat(points.get("netns.network.tcp.orphan")).hasSize(3);
      assertThat(points.get("netns.info")).hasSize(3);
      assertThat(points.get("procpush.collector.skipped"))
          .extracting(LongPointData::getValue)
          .containsExactly(5L * (cycle + 1), 5L * (cycle + 1));
    }
  }

  @Test
  void countsAnswersThatDoNotComeByErrnoAndSaysSoOnce() {
    host.add(FakeNamespace.unnamed(4), "eth0");
    host.add(FakeNamespace.unnamed(5), "eth0");
    host.failures.put(
        host.namespaces.getFirst(), new ErrnoException(ErrnoException.EAGAIN, "recvfrom", "links"));
    host.failures.put(
        host.namespaces.getLast(),
        new ErrnoException(ErrnoException.ETIMEDOUT, "recvfrom", "links"));
    List<String> lines =
        LoggedLines.logged(
            () -> {
              for (int cycle = 0; cycle < 2; cycle++) {
                host.collect();
              }
            });
    Map<String, List<LongPointData>> points = host.collect();

    assertThat(points).doesNotContainKey("netns.network.io");
    assertThat(points.get("procpush.collector.errors"))
        .extracting(
            point -> point.getAttributes().get(stringKey("error.type")), LongPointData::getValue)
        .containsExactlyInAnyOrder(tuple("EAGAIN", 3L), tuple("timeout", 3L));
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "Collector net_dev: recvfrom links: EAGAIN",
            "Collector net_dev: recvfrom links: ETIMEDOUT");
  }

  @Test
  void leavesOutAWholeNamespaceThatTurnsOutTooLarge() {
    host.seriesMax = 17 * 3;
    String[] interfaces = new String[100];
    java.util.Arrays.setAll(interfaces, i -> "tap" + i);
    host.add(FakeNamespace.unnamed(4), interfaces);
    host.add(FakeNamespace.unnamed(5), "eth0");

    for (int cycle = 0; cycle < 3; cycle++) {
      Map<String, List<LongPointData>> points = host.collect();

      assertThat(attributes(points.get("netns.network.collisions"))).containsExactly(inode(5));
      assertThat(onlyValue(points.get("procpush.series.count"))).isEqualTo(17);
    }
  }

  @Test
  void doesNotReadWhatIsFilteredOut() {
    host.namespaceFilter = name -> !name.equals("4");
    host.containerFilter = name -> !name.startsWith("secret");
    host.add(FakeNamespace.host(), "eth0");
    host.add(FakeNamespace.unnamed(4), "eth0");
    host.add(FakeNamespace.unnamed(5), "eth0");
    host.add(FakeNamespace.container(6, container(ID, "secret-1")), "eth0");

    host.collect();

    assertThat(host.visited).containsExactly(1L, 5L);
  }

  @Test
  void readsNothingWhenNoMetricOfItIsWanted() {
    host.metricFilter = (name, onByDefault) -> onByDefault && !name.startsWith("container.");
    NetworkNamespace unreadable = FakeNamespace.container(4, container(ID, "secret-1"));
    host.add(FakeNamespace.host(), "eth0");
    host.add(unreadable, "eth0");
    host.failures.put(unreadable, new ErrnoException(ErrnoException.EACCES, "open", "net/dev"));

    assertThat(host.collect())
        .containsKey("system.network.io")
        .doesNotContainKeys("procpush.collector.errors", "container.network.io");
  }

  @Test
  void letsANamespaceThatTakesOverAttributesWaitForOneCycle() {
    NetworkNamespace first = FakeNamespace.unnamed(4);
    host.add(first, "eth0");
    assertThat(host.value("netns.network.collisions", inode(4))).hasValue(14L);

    host.namespaces.remove(first);
    host.add(FakeNamespace.unnamed(4), "eth0");

    assertThat(host.value("netns.network.collisions", inode(4))).isEmpty();
    assertThat(host.value("netns.network.collisions", inode(4))).hasValue(14L);
  }

  @Test
  void neverRecordsTwoNamespacesUnderTheSameAttributes() {
    host.add(FakeNamespace.container(6, container(ID, "web")), "eth0");
    host.add(FakeNamespace.container(7, container(ID, "web")), "eth0");

    for (int cycle = 0; cycle < 3; cycle++) {
      assertThat(host.collect().get("container.network.collisions"))
          .extracting(LongPointData::getValue)
          .containsExactly(14L);
      assertThat(host.visited).containsExactly(6L);
    }
  }

  @Test
  void tellsOfAScanThatFailsAndGoesOnWithTheNext() {
    host.add(FakeNamespace.host(), "eth0");
    host.scanFailure = new IllegalStateException("odd");

    assertThat(host.collect())
        .doesNotContainKey("system.network.io")
        .containsKeys("procpush.collector.errors", "procpush.info");

    host.scanFailure = null;
    assertThat(host.collect()).containsKey("system.network.io");
  }

  @Test
  void endsTheSeriesOfAnInterfaceThatIsGone() {
    NetworkNamespace namespace = FakeNamespace.unnamed(4);
    host.add(namespace, "eth0", "tap1");
    assertThat(host.collect().get("netns.network.collisions")).hasSize(2);

    host.netDev.put(namespace, CollectionFixture.HEADER);

    assertThat(host.collect()).doesNotContainKey("netns.network.collisions");
  }

  private static List<Attributes> attributes(@Nullable List<LongPointData> points) {
    assertThat(points).isNotNull();
    return points.stream().map(LongPointData::getAttributes).toList();
  }

  private static Attributes on(String interfaceName) {
    return Attributes.of(stringKey("network.interface.name"), interfaceName);
  }

  private static Attributes inode(long inode) {
    return on("eth0").toBuilder().put(longKey("netns.inode"), inode).build();
  }

  private static long onlyValue(@Nullable List<LongPointData> points) {
    assertThat(points).hasSize(1);
    return points.getFirst().getValue();
  }
}
