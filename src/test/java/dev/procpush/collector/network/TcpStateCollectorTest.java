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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpStateCollectorTest {
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  private final CollectorRuns runs = new CollectorRuns(MetricFilter.DEFAULT);
  private final NamespaceSeries series = NamespaceSeriesFixture.of(FakeNamespace.named(2, "blue"));
  private final FakeFiles inside = new FakeFiles().entered();
  private long nanos;
  private TcpStateCollector collector =
      new TcpStateCollector(runs.instruments(), TcpTables.ALWAYS, () -> nanos);

  @BeforeEach
  void giveTheKernelsAnswers() throws Exception {
    inside
        .with("tcp_all", CollectorRuns.answer("tcp_all"))
        .with("tcp_listening", CollectorRuns.answer("tcp_listening"));
  }

  @Test
  void recordsAllStatesAndOrphans() throws Exception {
    assertThat(run())
        .containsExactly(
            state("close_wait", 3),
            state("closed", 0),
            state("closing", 1),
            state("established", 10),
            state("fin_wait_1", 5),
            state("fin_wait_2", 3),
            state("last_ack", 2),
            state("listen", 2),
            state("syn_received", 2),
            state("syn_sent", 2),
            state("time_wait", 3),
            "netns.network.tcp.orphan{{socket},updowncounter} {netns.name=blue} 3");
  }

  @Test
  void dumpsNothingWhereNoSocketIsInUse() throws Exception {
    inside.with("tcp_all", new byte[0]);
    quietVisit(0, 0);

    forbid("tcp_all");
    forbid("tcp_listening");
    sockstat(0, 0);
    assertThat(run()).hasSize(12).allMatch(line -> line.endsWith(" 0"));
  }

  @Test
  void dumpsListenersAloneWhereTheyAreAllThatIsInUse() throws Exception {
    inside.with("tcp_all", CollectorRuns.answer("tcp_listening"));
    quietVisit(2, 0);

    forbid("tcp_all");
    sockstat(2, 0);
    assertThat(run()).contains(state("listen", 2), state("established", 0)).hasSize(12);
  }

  @Test
  void asksForTheListenersThatItKnows() throws Exception {
    knowTwoListeners();

    forbid("tcp_all");
    forbid("tcp_listening");
    sockstat(2, 0);
    assertThat(run()).contains(state("listen", 2), state("established", 0)).hasSize(12);
  }

  @Test
  void dumpsTheListenersAgainWhereOneIsNotFound() throws Exception {
    knowTwoListeners();

    forbid("tcp_all");
    inside.failing("tcp_socket", new ErrnoException(ErrnoException.ENOENT, "recvfrom", ""));
    sockstat(2, 0);
    assertThat(run()).contains(state("listen", 2)).hasSize(12);

    // the dump has shown the same ones, so they are not asked for again
    FakeFiles nonsense =
        new FakeFiles()
            .entered()
            .with("tcp_listening", CollectorRuns.answer("tcp_listening"))
            .with("tcp_socket", "nonsense");
    sockstat(2, 0);
    assertThat(run(nonsense)).contains(state("listen", 2)).hasSize(12);
  }

  @Test
  void dumpsTheListenersAgainWhereOtherThanThoseAreInUse() throws Exception {
    knowTwoListeners();
    inside.with("tcp_all", CollectorRuns.answer("tcp_all"));

    sockstat(3, 0);
    assertThat(run()).contains(state("established", 10));
  }

  @Test
  void dumpsTheListenersAgainWhereOneListensNoMore() throws Exception {
    knowTwoListeners();
    byte[] established = oneListener();
    established[17] = 1;
    inside.with("tcp_socket", established).with("tcp_all", CollectorRuns.answer("tcp_all"));
    inside.with("tcp_listening", oneListener());

    sockstat(2, 0);
    assertThat(run()).contains(state("established", 10));
  }

  @Test
  void dumpsAllWhereMoreThanListenersAreInUse() throws Exception {
    inside.with("tcp_all", CollectorRuns.answer("tcp_listening"));
    quietVisit(2, 0);
    inside.with("tcp_all", CollectorRuns.answer("tcp_all"));

    sockstat(3, 0);
    assertThat(run()).contains(state("established", 10));
    sockstat(2, 1);
    assertThat(run()).contains(state("established", 10));
  }

  @Test
  void dumpsAllWhereSegmentsHaveComeSinceTheLastDump() throws Exception {
    inside.with("tcp_all", CollectorRuns.answer("tcp_listening"));
    quietVisit(2, 0);

    inside.with("tcp_all", CollectorRuns.answer("tcp_all"));
    sockstat(2, 0);
    series.tcp().inSegs(101);
    assertThat(run()).contains(state("syn_received", 2));

    // now half-open ones are known, which may have been answered without a segment
    sockstat(0, 0);
    series.tcp().inSegs(101);
    assertThat(run()).contains(state("syn_received", 2));
  }

  @Test
  void dumpsAllWhereTheFiguresWereNotRead() throws Exception {
    inside.with("tcp_all", CollectorRuns.answer("tcp_listening"));
    quietVisit(2, 0);
    inside.with("tcp_all", CollectorRuns.answer("tcp_all"));

    series.tcp().inSegs(100);
    assertThat(run()).contains(state("established", 10));
    series.tcp().inSegs(100);
    series.tcp().sockstat(2, 0);
    assertThat(run()).contains(state("established", 10));
  }

  @Test
  void readsNetTcpWhereTheNamespaceIsNotEntered() throws Exception {
    FakeFiles outside =
        new FakeFiles()
            .with("net/tcp", HEADER + socket("0A", "00", 7) + socket("04", "01", 0))
            .with("net/tcp6", HEADER + socket("06", "03", 0) + socket("01", "00", 8));

    assertThat(run(outside))
        .contains(
            state("listen", 1),
            state("fin_wait_1", 1),
            state("time_wait", 1),
            state("established", 1),
            "netns.network.tcp.orphan{{socket},updowncounter} {netns.name=blue} 1")
        .hasSize(12);
  }

  @Test
  void takesAKernelWithoutIpv6() throws Exception {
    assertThat(run(new FakeFiles().with("net/tcp", HEADER + socket("0A", "00", 7))))
        .contains(state("listen", 1))
        .hasSize(12);
  }

  @Test
  void readsNetTcpWhereTheKernelHasNoTcpDiag() throws Exception {
    inside.with("net/tcp", HEADER + socket("0A", "00", 7)).with("net/tcp6", HEADER);
    inside.failing("tcp_all", new ErrnoException(ErrnoException.EOPNOTSUPP, "recvfrom", "tcp_all"));
    assertThat(run()).contains(state("listen", 1), state("established", 0)).hasSize(12);

    forbid("tcp_all"); // it is not asked again
    assertThat(run()).contains(state("listen", 1)).hasSize(12);
  }

  @Test
  void saysThatTcpDiagIsMissingWhereThereAreManyNamespaces() {
    collector =
        new TcpStateCollector(runs.instruments(), new TcpTables(50, Long.MAX_VALUE), () -> nanos);
    collector.beginCycle(51);
    inside.failing("tcp_all", new ErrnoException(ErrnoException.EOPNOTSUPP, "recvfrom", "tcp_all"));

    for (int visit = 0; visit < 2; visit++) {
      assertThatThrownBy(() -> collector.observe(new NamespaceReader(inside), series))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("EOPNOTSUPP");
    }
  }

  @Test
  void saysThatManyNamespacesHaveToBeEntered() {
    collector =
        new TcpStateCollector(runs.instruments(), new TcpTables(50, Long.MAX_VALUE), () -> nanos);
    collector.beginCycle(51);
    FakeFiles outside = new FakeFiles().with("net/tcp", HEADER).with("net/tcp6", HEADER);

    assertThatThrownBy(() -> collector.observe(new NamespaceReader(outside), series))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("EPERM");
    assertThat(collector.endCycle()).isZero();
  }

  /// One that has just ended is no lack of a capability.
  @Test
  void blamesNoCapabilityForANamespaceThatHasEnded() {
    collector =
        new TcpStateCollector(runs.instruments(), new TcpTables(50, Long.MAX_VALUE), () -> nanos);
    collector.beginCycle(51);
    FakeFiles ended = new FakeFiles().notInside(ErrnoException.ESRCH);

    assertThatThrownBy(() -> collector.observe(new NamespaceReader(ended), series))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("ESRCH");
  }

  @Test
  void isOffWhereNobodyWantsIt() {
    assertThat(new TcpStateCollector(runs.instruments(), TcpTables.OFF).observes(Scope.NETNS))
        .isFalse();
    assertThat(collector.observes(Scope.NETNS)).isTrue();
  }

  private List<String> run() throws Exception {
    return run(inside);
  }

  private List<String> run(FakeFiles files) throws Exception {
    return runs.points(
        series,
        () -> {
          collector.beginCycle(1);
          collector.observe(new NamespaceReader(files), series);
        });
  }

  /// A visit that found no half-open connection at 100 segments; the next has come to as many.
  private void quietVisit(long inuse, long timeWait) throws Exception {
    series.tcp().inSegs(100);
    sockstat(inuse, timeWait);
    run();
    series.tcp().inSegs(100);
  }

  /// A visit that dumped the listening sockets, of which there are two and nothing else.
  private void knowTwoListeners() throws Exception {
    inside.with("tcp_all", CollectorRuns.answer("tcp_listening"));
    quietVisit(2, 0);
    sockstat(2, 0);
    run();
    inside.with("tcp_socket", oneListener());
  }

  private static byte[] oneListener() throws Exception {
    byte[] both = CollectorRuns.answer("tcp_listening");
    return Arrays.copyOf(both, ByteBuffer.wrap(both).order(ByteOrder.nativeOrder()).getInt(0));
  }

  private void sockstat(long inuse, long timeWait) {
    series.tcp().inSegs(100);
    series.tcp().sockstat(inuse, timeWait);
    series.tcp().sockstat6(0);
  }

  private void forbid(String request) {
    inside.failing(request, new ErrnoException(ErrnoException.EIO, "send", request));
  }

  private static String state(String state, int count) {
    return ("netns.network.connection.count{{connection},updowncounter} {netns.name=blue,"
            + " network.connection.state=%s, network.transport=tcp} %d")
        .formatted(state, count);
  }

  private static String socket(String state, String timer, int inode) {
    return ("   0: 0100007F:1F90 00000000:0000 %s 00000000:00000000 %s:00000000 00000000     0"
            + "        0 %d 1 0000000000000000 100 0 0 10 0\n")
        .formatted(state, timer, inode);
  }
}
