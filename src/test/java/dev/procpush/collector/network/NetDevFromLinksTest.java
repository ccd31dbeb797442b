// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.FakeNamespace;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Inside a namespace the counters of net/dev come with its links.
class NetDevFromLinksTest {
  private static final Path NET_DEV =
      Path.of("src/test/fixtures/captured/netlink-6.18/proc/7180/net/dev");
  private final CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
  private final NetDevCollector collector = new NetDevCollector(runs.instruments(), null);
  private final FakeFiles inside = new FakeFiles().entered();

  /// The two were captured one after the other, while packets went by.
  @Test
  void areOfTheSameSeriesAsTheFiles() throws Exception {
    List<String> fromFile =
        points(new FakeFiles().with("net/dev", Files.readAllBytes(NET_DEV)), series(_ -> true));

    inside.with("links", CollectorRuns.answer("links")).failing("net/dev", unreadable());

    assertThat(withoutValues(points(inside, series(_ -> true))))
        .isEqualTo(withoutValues(fromFile))
        .hasSizeGreaterThan(5 * 16);
  }

  @Test
  void areTheFilesWhereFewOfManyDevicesAreWanted() throws Exception {
    NamespaceSeries few = series(name -> name.equals("eth0"));
    inside.with("links", CollectorRuns.answer("links")).failing("net/dev", unreadable());
    List<String> first = points(inside, few);
    assertThat(first).hasSize(16);

    FakeFiles next = new FakeFiles().entered().with("net/dev", Files.readAllBytes(NET_DEV));

    assertThat(withoutValues(points(next, few))).isEqualTo(withoutValues(first));
  }

  /// As in a container that has a loopback and one interface more.
  @Test
  void comeWithTheLinksWhereOneOfTwoDevicesIsWanted() throws Exception {
    NamespaceSeries one = series(name -> name.equals("eth0"));
    inside.with("links", firstTwo(CollectorRuns.answer("links"))).failing("net/dev", unreadable());

    assertThat(points(inside, one)).hasSize(16);
    assertThat(points(inside, one)).as("the visit after it").hasSize(16);
  }

  @Test
  void areTheFilesWhereTheKernelDoesNotAnswer() throws Exception {
    inside.with("net/dev", Files.readAllBytes(NET_DEV));

    assertThat(points(inside, series(_ -> true))).hasSizeGreaterThan(5 * 16);
  }

  @Test
  void areAskedForOnceInAVisit() throws Exception {
    LinkCollector links =
        new LinkCollector(runs.instruments(), new InterfaceInstruments(runs.instruments()));
    NamespaceSeries series = series(_ -> true);
    inside.with("links", CollectorRuns.answer("links"));
    List<String> visit =
        runs.points(
            series,
            () -> {
              collector.observe(new NamespaceReader(inside), series);
              links.observe(new NamespaceReader(new FakeFiles().entered()), series);
            });
    assertThat(visit).anyMatch(line -> line.startsWith("netns.network.interface.mtu"));

    FakeFiles later = new FakeFiles().entered();
    later.with("links_without_statistics", CollectorRuns.answer("link lo"));
    assertThat(runs.points(series, () -> links.observe(new NamespaceReader(later), series)))
        .as("not what an earlier visit was told")
        .filteredOn(line -> line.startsWith("netns.network.interface.mtu"))
        .hasSize(1);
  }

  /// The first two messages of an answer; each begins with its length.
  private static byte[] firstTwo(byte[] answer) {
    ByteBuffer messages = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    int first = messages.getInt(0);
    return Arrays.copyOf(answer, first + messages.getInt(first));
  }

  private List<String> points(FakeFiles files, NamespaceSeries series) throws Exception {
    return runs.points(series, () -> collector.observe(new NamespaceReader(files), series));
  }

  private static List<String> withoutValues(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst(" [0-9]+$", "")).toList();
  }

  private static ErrnoException unreadable() {
    return new ErrnoException(ErrnoException.EIO, "open", "net/dev");
  }

  private static NamespaceSeries series(Predicate<String> interfaces) {
    return NamespaceSeriesFixture.of(FakeNamespace.named(2, "blue"), interfaces);
  }
}
