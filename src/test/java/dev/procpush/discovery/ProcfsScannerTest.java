// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.docker;
import static dev.procpush.discovery.Scans.id;
import static dev.procpush.discovery.Scans.only;
import static dev.procpush.discovery.Scans.owner;
import static dev.procpush.discovery.Scans.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.ErrnoException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcfsScannerTest {
  private static final long NS = 200;
  private static final int CYCLES_TO_LOOK_AT_ALL = 12;

  private final FakeProcfs procfs = new FakeProcfs();
  private final ProcfsScanner scanner = scanner(true);

  @Test
  void theHostsNamespaceIsThatOfPid1() {
    procfs.add(10, NS, "/");

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.host()).isNotNull();
    assertThat(snapshot.host().inode()).isEqualTo(HOST);
    assertThat(snapshot.host().kind()).isEqualTo(NamespaceKind.HOST);
    assertThat(snapshot.host().directory()).isEqualTo("/proc/1");
    assertThat(snapshot.host().processCount()).isEqualTo(2);
    assertThat(snapshot.namespaces()).singleElement().extracting("inode").isEqualTo(NS);
  }

  @Test
  void aProcfsThatIsNotTheHostsHasNoHost() {
    Snapshot snapshot = scanner(false).scan();

    assertThat(snapshot.host()).isNull();
    assertThat(snapshot.namespaces())
        .singleElement()
        .satisfies(namespace -> assertThat(namespace.kind()).isEqualTo(NamespaceKind.PROCESS));
  }

  @Test
  void aContainersNamespaceIsReadThroughItsFirstProcess() {
    procfs.add(9, NS, "/system.slice/other.service");
    procfs.add(10, NS, docker('a'));
    procfs.add(11, NS, docker('a'));

    NetworkNamespace namespace = only(scanner.scan());

    assertThat(namespace.kind()).isEqualTo(NamespaceKind.CONTAINER);
    assertThat(owner(namespace)).isEqualTo(id('a'));
    assertThat(namespace.directory()).isEqualTo("/proc/10");
    assertThat(namespace.processCount()).isEqualTo(3);
    assertThat(namespace.nextDirectory()).isIn("/proc/9", "/proc/11");
    assertThat(namespace.nextDirectory()).isIn("/proc/9", "/proc/11");
    assertThat(namespace.nextDirectory()).isNull();
    assertThat(namespace.directory()).isNull();
    assertThat(only(scanner.scan()).directory()).isEqualTo("/proc/10");
  }

  @Test
  void aSharedNamespaceIsThatOfTheOldestContainer() {
    procfs.add(10, NS, docker('a')).start(900);
    procfs.add(11, NS, docker('b')).start(800);

    Snapshot snapshot = scanner.scan();

    assertThat(owner(only(snapshot))).isEqualTo(id('b'));
    assertThat(only(snapshot).members())
        .extracting(Container::id)
        .containsExactly(id('b'), id('a'));
    assertThat(snapshot.containers()).hasSize(2);
  }

  @Test
  void aContainerOnTheHostsNamespaceOwnsNone() {
    procfs.add(10, HOST, docker('a'));

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.host()).isNotNull();
    assertThat(snapshot.host().owner()).isNull();
    assertThat(snapshot.host().members()).extracting(Container::id).containsExactly(id('a'));
    assertThat(snapshot.namespaces()).isEmpty();
    assertThat(snapshot.containers()).extracting(Container::id).containsExactly(id('a'));
  }

  @Test
  void aNamespaceThatAContainerMakesBesideItsOwnIsNotTheContainers() {
    procfs.add(10, NS, docker('a'));
    procfs.add(11, 201, docker('a'));
    procfs.add(12, HOST, docker('b'));
    procfs.add(13, 202, docker('b'));

    assertThat(scanner.scan().namespaces())
        .extracting(NetworkNamespace::kind)
        .containsExactly(NamespaceKind.CONTAINER, NamespaceKind.PROCESS, NamespaceKind.PROCESS);
  }

  @Test
  void theSandboxOwnsAPodsNamespaceThoughItIsYounger() {
    procfs.add(10, NS, pod('a'));
    procfs.add(11, NS, pod('b')).comm("pause");

    NetworkNamespace namespace = only(scanner.scan());

    assertThat(namespace.kind()).isEqualTo(NamespaceKind.POD);
    assertThat(owner(namespace)).isEqualTo(id('b'));
    assertThat(namespace.owner()).matches(Container::sandbox);
    assertThat(namespace.directory()).isEqualTo("/proc/11");
  }

  @Test
  void aSandboxIsRecognisedOnceItsRuntimeHasStartedIt() {
    procfs.add(10, NS, pod('a'));
    procfs.add(11, NS, pod('b')).comm("runc:[2:INIT]");
    for (int i = 0; i < 3; i++) {
      assertThat(owner(only(scanner.scan()))).isEqualTo(id('a'));
    }

    procfs.process(11).comm("pause");

    assertThat(owner(only(scanner.scan()))).isEqualTo(id('b'));
  }

  @Test
  void aKnownHostCostsOneListingAndOneLookPerNamespaceAndATwelfthOfTheRest() {
    int namespaces = 30;
    int others = 240;
    for (int i = 0; i < namespaces; i++) {
      procfs.add(100 + i, NS + i, docker((char) ('a' + i % 6)));
    }
    for (int i = 0; i < others; i++) {
      procfs.add(1000 + i, i % 2 == 0 ? HOST : NS + i % namespaces, "/x");
    }
    for (int cycle = 0; cycle < CYCLES_TO_LOOK_AT_ALL; cycle++) {
      scanner.scan();
    }
    for (int cycle = 0; cycle < CYCLES_TO_LOOK_AT_ALL; cycle++) {
      procfs.forget();
      scanner.scan();
      int rota = (others + namespaces + CYCLES_TO_LOOK_AT_ALL) / CYCLES_TO_LOOK_AT_ALL + 4;
      assertThat(procfs.count("list .*")).isEqualTo(1);
      assertThat(procfs.count("read .*/stat")).isZero();
      assertThat(procfs.count("inode .*")).isBetween(namespaces + 1L, namespaces + 1L + rota);
      assertThat(procfs.count("read .*/cgroup")).isBetween(rota - 8L, (long) rota);
      assertThat(procfs.count("inode /proc/100/net/dev")).isEqualTo(1);
    }
  }

  @Test
  void everyProcessIsLookedAtWithinTwelveCycles() {
    for (int i = 0; i < 500; i++) {
      procfs.add(1000 + 12 * i, HOST, "/x");
    }
    scanner.scan();
    scanner.scan();
    procfs.forget();
    for (int cycle = 0; cycle < CYCLES_TO_LOOK_AT_ALL; cycle++) {
      scanner.scan();
    }
    for (int i = 0; i < 500; i++) {
      assertThat(procfs.calls).containsOnlyOnce("inode /proc/" + (1000 + 12 * i) + "/net/dev");
    }
  }

  @Test
  void nothingIsMadeAnewWhileNothingChanges() {
    procfs.add(10, NS, docker('a'));
    scanner.scan();
    Snapshot before = scanner.scan();

    for (int cycle = 0; cycle < 2 * CYCLES_TO_LOOK_AT_ALL; cycle++) {
      assertThat(scanner.scan()).isSameAs(before);
    }
  }

  @Test
  void processesThatMayNotBeSeenAreCounted() {
    procfs.add(10, NS, "/x").refuse(ErrnoException.EPERM);
    procfs.add(11, NS, "/x").refuse(ErrnoException.EACCES);
    procfs.add(12, NS, "/x").refuse(ErrnoException.EACCES);

    assertThat(scanner.scan().unreadable()).containsEntry("EPERM", 1).containsEntry("EACCES", 2);
  }

  @Test
  void aCgroupThatMakesNoSenseIsCountedAndTheNamespaceKept() {
    procfs.add(10, NS, "/").cgroupText("garbage");

    Snapshot snapshot = scanner.scan();

    assertThat(only(snapshot).kind()).isEqualTo(NamespaceKind.PROCESS);
    assertThat(snapshot.unreadable()).containsEntry("malformed", 1);
  }

  @Test
  void aKernelThatRunsOutOfDescriptorsForAMomentLosesNothing() {
    procfs.add(10, NS, docker('a'));
    NetworkNamespace before = only(scanner.scan());
    procfs.process(10).refuse(24);

    assertThat(only(scanner.scan())).isSameAs(before);
    procfs.process(10).refuse(0);
    Snapshot after = scanner.scan();
    assertThat(only(after)).isSameAs(before);
    assertThat(after.unreadable()).isEmpty();
  }

  @Test
  void aListingThatFailsOnceIsForgottenByTheNext() {
    procfs.add(10, NS, docker('a'));
    scanner.scan();
    Snapshot before = scanner.scan();
    procfs.listErrno = 24;

    assertThat(scanner.scan().unreadable()).containsExactly(Map.entry("EMFILE", 1));
    procfs.listErrno = 0;
    assertThat(scanner.scan()).isEqualTo(before);
  }

  @Test
  void whatVanishesWhileItIsLookedAtIsLeftOut() {
    procfs.add(10, NS, docker('a'));
    procfs.afterList(() -> procfs.end(10));

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.namespaces()).isEmpty();
    assertThat(snapshot.unreadable()).isEmpty();
  }

  private ProcfsScanner scanner(boolean isHost) {
    return ProcfsScanner.of(
        procfs, FakeProcfs.PATH, new ProcfsCheck(isHost, List.of()), null, null);
  }
}
