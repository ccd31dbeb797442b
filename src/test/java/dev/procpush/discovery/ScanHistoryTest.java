// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.docker;
import static dev.procpush.discovery.Scans.id;
import static dev.procpush.discovery.Scans.only;
import static dev.procpush.discovery.Scans.owner;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Scans one after another, while processes end, move and leave their numbers to others.
class ScanHistoryTest {
  private static final long NS = 200;
  private static final int CYCLES_TO_LOOK_AT_ALL = 12;

  private final FakeProcfs procfs = new FakeProcfs();
  private final ProcfsScanner scanner = scanner();

  @Test
  void aNamespaceLivesOnWithAProcessThatIsCarriedOver() {
    procfs.add(10, NS, docker('a'));
    procfs.add(11, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.end(10);

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isSameAs(before);
    assertThat(after.directory()).isEqualTo("/proc/11");
    assertThat(after.owner()).isSameAs(before.owner());
  }

  @Test
  void cgroupsInWhichNobodyIsAnyMoreAreForgotten() {
    procfs.add(10, NS, docker('a'));
    procfs.add(11, NS, docker('b'));
    procfs.add(12, NS, docker('b'));
    procfs.add(13, NS, docker('c'));
    scanner.scan();
    int before = scanner.placements();
    procfs.end(10);
    procfs.end(11);
    procfs.end(13);

    for (int i = 0; i < CYCLES_TO_LOOK_AT_ALL; i++) {
      scanner.scan();
    }

    assertThat(scanner.placements()).isEqualTo(before - 2);
  }

  @Test
  void aNamespaceUnderADeadOnesNumberIsAnother() {
    procfs.add(10, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.end(10);
    procfs.add(11, NS, docker('b'));

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isNotSameAs(before);
    assertThat(owner(after)).isEqualTo(id('b'));
  }

  @Test
  void aReusedPidInAReusedNamespaceIsAnother() {
    procfs.add(10, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.add(10, NS, docker('b')).start(5000);

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isNotSameAs(before);
    assertThat(owner(after)).isEqualTo(id('b'));
  }

  @Test
  void aNamespaceThatIsReplacedWhileTheScanRunsIsAnother() {
    procfs.add(10, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.add(11, NS, docker('b'));
    procfs.afterList(() -> procfs.end(10));

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isNotSameAs(before);
    assertThat(owner(after)).isEqualTo(id('b'));
  }

  @Test
  void aNamespaceWhoseProcessMovedAwayIsNotCarriedOverByIt() {
    procfs.add(10, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.process(10).moveTo(HOST);
    procfs.add(11, NS, docker('b'));

    Snapshot snapshot = scanner.scan();

    assertThat(only(snapshot)).isNotSameAs(before);
    assertThat(owner(only(snapshot))).isEqualTo(id('b'));
    assertThat(snapshot.host()).isNotNull();
    assertThat(snapshot.host().members()).extracting(Container::id).containsExactly(id('a'));
  }

  @Test
  void droppedCachesChangeNothing() {
    procfs.add(10, NS, docker('a'));
    procfs.add(11, NS, docker('a'));
    Snapshot before = scanner.scan();
    procfs.dropCaches();

    Snapshot after = scanner.scan();

    assertThat(after.host()).isSameAs(before.host());
    assertThat(only(after)).isSameAs(only(before));
    assertThat(only(after).owner()).isSameAs(only(before).owner());
  }

  @Test
  void aNewProcessIsLookedAtAgainInTheNextCycle() {
    procfs.add(10, HOST, "/system.slice/docker.service");
    assertThat(scanner.scan().containers()).isEmpty();
    procfs.process(10).moveTo(NS).cgroup(docker('a'));

    assertThat(owner(only(scanner.scan()))).isEqualTo(id('a'));
  }

  @Test
  void aProcessWhoseNamespaceChangedIsLookedAtAgainInTheNextCycle() {
    procfs.add(9, 201, "/x");
    procfs.add(10, NS, "/x");
    for (int i = 0; i < 20; i++) {
      scanner.scan();
    }
    procfs.process(10).moveTo(201);
    scanner.scan();
    procfs.process(10).cgroup(docker('a'));

    assertThat(owner(only(scanner.scan()))).isEqualTo(id('a'));
  }

  @Test
  void aZombieDoesNotTakeTheContainerAlong() {
    procfs.add(10, NS, docker('a'));
    procfs.add(11, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.process(10).becomeZombie();

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isSameAs(before);
    assertThat(owner(after)).isEqualTo(id('a'));
    assertThat(after.directory()).isEqualTo("/proc/11");
    assertThat(after.processCount()).isEqualTo(1);
  }

  @Test
  void aZombieIsNotAskedInEveryCycle() {
    procfs.add(10, NS, "/x").becomeZombie();
    scanner.scan();
    scanner.scan();
    procfs.forget();
    for (int i = 0; i < CYCLES_TO_LOOK_AT_ALL; i++) {
      assertThat(scanner.scan().namespaces()).isEmpty();
    }
    assertThat(procfs.count("inode /proc/10/net/dev")).isEqualTo(1);
  }

  @Test
  void aNamespaceIsReadThroughAThreadThatOutlivesItsLeader() {
    procfs.add(10, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.process(10).leaveTo(15);

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isSameAs(before);
    assertThat(after.directory()).isEqualTo("/proc/10/task/15");
    assertThat(owner(after)).isEqualTo(id('a'));
    assertThat(only(scanner.scan())).isSameAs(before);
  }

  @Test
  void aDeadLeaderThatIsNewIsFoundByItsThread() {
    procfs.add(10, NS, docker('a')).leaveTo(15);

    assertThat(owner(only(scanner.scan()))).isEqualTo(id('a'));
  }

  @Test
  void agreesWithAFreshScannerAfterAnyHistory() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < 8; i++) {
        int pid = 10 + random.nextInt(60);
        if (random.nextInt(3) > 0) {
          long namespace = random.nextInt(4) == 0 ? HOST : NS + random.nextInt(12);
          procfs.add(pid, namespace, docker((char) ('a' + random.nextInt(6)))).start(round);
        } else {
          procfs.end(pid);
        }
      }
      Snapshot known = scanner.scan();
      Snapshot fresh = scanner().scan();
      assertThat(described(known)).containsExactlyInAnyOrderElementsOf(described(fresh));
      assertThat(known.containers()).containsExactlyInAnyOrderElementsOf(fresh.containers());
    }
  }

  private static List<String> described(Snapshot snapshot) {
    return snapshot.namespaces().stream()
        .map(
            namespace ->
                namespace.inode()
                    + " "
                    + namespace.kind()
                    + " "
                    + namespace.owner()
                    + " "
                    + namespace.members()
                    + " "
                    + namespace.processCount())
        .toList();
  }

  private ProcfsScanner scanner() {
    return ProcfsScanner.of(procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), null, null);
  }
}
