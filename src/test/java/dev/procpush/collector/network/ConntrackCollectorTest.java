// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.FakeNamespace;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class ConntrackCollectorTest {
  private static final String FILE = "net/stat/nf_conntrack";
  private static final String COUNT = "sysctl net/netfilter/nf_conntrack_count";

  private final NamespaceSeries blue =
      NamespaceSeriesFixture.of(FakeNamespace.named(4026532001L, "blue"));
  private final SingleCollector conntrack =
      new SingleCollector(MetricFilter.DEFAULT, ConntrackCollector::new);

  @Test
  void recordsTheEntriesAndWhatBecameOfPackets() throws Exception {
    FakeFiles files =
        new FakeFiles().with(FILE, SingleCollector.fixture("composed/linux-5.10-network/" + FILE));

    assertThat(conntrack.lines(files, blue))
        .containsExactly(
            "netns.network.conntrack.count{{entry},updowncounter} {netns.name=blue} 33",
            "netns.network.conntrack.drop{{event},counter} {netns.name=blue} 102",
            "netns.network.conntrack.early_drop{{event},counter} {netns.name=blue} 119",
            "netns.network.conntrack.found{{event},counter} {netns.name=blue} 34",
            "netns.network.conntrack.ignore{{event},counter} {netns.name=blue} 0",
            "netns.network.conntrack.insert_failed{{event},counter} {netns.name=blue} 85",
            "netns.network.conntrack.insert{{event},counter} {netns.name=blue} 68",
            "netns.network.conntrack.invalid{{event},counter} {netns.name=blue} 51",
            "netns.network.conntrack.search_restart{{event},counter} {netns.name=blue} 204");
  }

  @Test
  void leavesOutWhatTheKernelHasNoColumnFor() throws Exception {
    FakeFiles files = new FakeFiles().with(FILE, "entries drop\n5 1\n5 2\n");

    assertThat(conntrack.lines(files, NamespaceSeriesFixture.host()))
        .containsExactly(
            "system.network.conntrack.count{{entry},updowncounter} {} 5",
            "system.network.conntrack.drop{{event},counter} {} 3");
  }

  @Test
  void takesTheNumberFromInsideWhereTheKernelLacksTheFile() throws Exception {
    FakeFiles files = new FakeFiles().entered().with(COUNT, "77\n");

    assertThat(conntrack.lines(files, blue))
        .containsExactly(
            "netns.network.conntrack.count{{entry},updowncounter} {netns.name=blue} 77");
  }

  @Test
  void saysThatTheKernelTracksNothing() {
    assertThatThrownBy(() -> conntrack.lines(new FakeFiles(), blue))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("open net/stat/nf_conntrack: ENOENT");
    assertThatThrownBy(() -> conntrack.lines(new FakeFiles().entered(), blue))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(ErrnoException.ENOENT));
  }

  @Test
  void doesNotTakeADeniedFileForAnAbsentOne() {
    FakeFiles files =
        new FakeFiles()
            .entered()
            .with(COUNT, "77\n")
            .failing(FILE, new ErrnoException(ErrnoException.EACCES, "open", FILE));

    assertThatThrownBy(() -> conntrack.lines(files, blue)).hasMessageEndingWith("EACCES");
  }

  @Test
  void passesOnThatAFileMakesNoSense() {
    assertThatThrownBy(() -> conntrack.lines(new FakeFiles().with(FILE, "entries\n"), blue))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void hasNoPointOfWhatIsNoNumber() throws Exception {
    assertThat(conntrack.lines(new FakeFiles().entered().with(COUNT, "many\n"), blue)).isEmpty();
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() throws Exception {
    SingleCollector drops =
        new SingleCollector(
            (name, _) -> name.equals("netns.network.conntrack.drop"), ConntrackCollector::new);

    assertThat(drops.collector().observes(Scope.NETNS)).isTrue();
    assertThat(drops.collector().observes(Scope.CONTAINER)).isFalse();
    assertThat(drops.lines(new FakeFiles().entered().with(COUNT, "77\n"), blue)).isEmpty();
  }
}
