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
import dev.procpush.linux.ErrnoException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressCollectorTest {
  private final CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
  private final AddressCollector collector = new AddressCollector(runs.instruments());
  private final NamespaceSeries series =
      NamespaceSeriesFixture.of(FakeNamespace.named(2, "blue"), name -> !name.equals("lo"));
  private final FakeFiles inside = new FakeFiles().entered();

  @Test
  void recordsTheAddressesOfWantedInterfaces() throws Exception {
    inside
        .with("links_without_statistics", CollectorRuns.answer("links"))
        .with("addresses", CollectorRuns.answer("addresses"));

    List<String> points =
        runs.points(series, () -> collector.observe(new NamespaceReader(inside), series));

    assertThat(points)
        .containsExactlyInAnyOrder(
            address("eth0", "ipv4", "10.0.0.5/24"),
            address("eth0", "ipv4", "10.0.0.6/24"),
            address("eth0", "ipv6", "2001:db8:0:1::1/128"),
            address("eth0", "ipv6", "2001:db8::5/64"),
            address("eth0", "ipv6", "fe80::ff:fe00:1/64"),
            address("left", "ipv4", "10.1.0.1/32"),
            address("br0", "ipv6", "fe80::2844:79ff:fe9a:41e4/64"));
    assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
        .isEqualTo(points);
  }

  @Test
  void takesTheInterfacesAsTheVisitHasFoundThem() throws Exception {
    LinkCollector links =
        new LinkCollector(runs.instruments(), new InterfaceInstruments(runs.instruments()));
    inside
        .with("links_without_statistics", CollectorRuns.answer("links"))
        .with("addresses", CollectorRuns.answer("addresses"));

    List<String> points =
        runs.points(
            series,
            () -> {
              links.observe(new NamespaceReader(inside), series);
              inside.failing(
                  "links_without_statistics",
                  new ErrnoException(ErrnoException.EIO, "send", "links"));
              collector.observe(new NamespaceReader(inside), series);
            });

    assertThat(points).filteredOn(point -> point.contains("address.info")).hasSize(7);
  }

  @Test
  void recordsAnAddressWithSeveralOtherEndsOnce() throws Exception {
    byte[] addresses = CollectorRuns.answer("addresses");
    byte[] twice = Arrays.copyOf(addresses, 2 * addresses.length);
    System.arraycopy(addresses, 0, twice, addresses.length, addresses.length);
    inside.with("links_without_statistics", CollectorRuns.answer("links")).with("addresses", twice);

    assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
        .hasSize(7);
  }

  @Test
  void endsASeriesWithItsAddress() throws Exception {
    inside
        .with("links_without_statistics", CollectorRuns.answer("links"))
        .with("addresses", CollectorRuns.answer("addresses"));
    runs.points(series, () -> collector.observe(new NamespaceReader(inside), series));
    inside.with("addresses", new byte[0]);

    assertThat(runs.points(series, () -> collector.observe(new NamespaceReader(inside), series)))
        .isEmpty();
  }

  @Test
  void isDeniedWhereTheNamespaceIsNotEntered() {
    assertThatThrownBy(() -> collector.observe(new NamespaceReader(new FakeFiles()), series))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("EPERM");
  }

  private static String address(String name, String type, String address) {
    return ("netns.network.interface.address.info{{address},updowncounter} {netns.name=blue,"
            + " network.interface.address=%s, network.interface.name=%s, network.type=%s} 1")
        .formatted(address, name, type);
  }
}
