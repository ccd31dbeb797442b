// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.docker;
import static dev.procpush.discovery.Scans.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceMount;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Scans one after another, while mounts of namespaces come and go.
class NamespaceMountsTest {
  private static final long NS = 200;
  private static final String BLUE = "/run/netns/blue";
  private static final String RED = "/run/netns/red";
  private static final String SANDBOX = "/run/docker/netns/0123456789ab";
  private static final int PAUSE = 12;

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeMounts mounts = new FakeMounts();
  private final ProcfsScanner scanner = scanner(true);

  @Test
  void aNamespaceWithoutProcessesIsFoundByItsMount() {
    NamespaceMount blue = mounts.add(BLUE, NS);

    NetworkNamespace namespace = only(scanner.scan());

    assertThat(namespace.kind()).isEqualTo(NamespaceKind.NAMED);
    assertThat(namespace.inode()).isEqualTo(NS);
    assertThat(namespace.names()).containsExactly("blue");
    assertThat(namespace.mounts()).containsExactly(blue);
    assertThat(namespace.processCount()).isZero();
    assertThat(namespace.directory()).isNull();
    assertThat(namespace.nextDirectory()).isNull();
    assertThat(namespace.oldestProcess()).isNull();
    assertThat(namespace.owner()).isNull();
  }

  @Test
  void aMountIsEnteredOnce() {
    mounts.add(BLUE, NS);
    NetworkNamespace before = only(scanner.scan());
    mounts.forget();

    assertThat(scans(20)).allSatisfy(snapshot -> assertThat(only(snapshot)).isSameAs(before));
    assertThat(mounts.entered).isEmpty();
  }

  @Test
  void processesAndAMountAreOneNamespace() {
    procfs.add(11, NS, "/x").comm("dnsmasq");
    procfs.add(10, NS, "/x").comm("keepalived");
    mounts.add(BLUE, NS);

    NetworkNamespace namespace = only(scanner.scan());

    assertThat(namespace.kind()).isEqualTo(NamespaceKind.NAMED);
    assertThat(namespace.names()).containsExactly("blue");
    assertThat(namespace.directory()).isEqualTo("/proc/10");
    assertThat(namespace.processCount()).isEqualTo(2);
    assertThat(namespace.oldestProcess()).isEqualTo(new NamespaceProcess(10, "keepalived"));
  }

  @Test
  void aContainersNamespaceStaysTheContainers() {
    procfs.add(10, NS, docker('a'));
    mounts.add(SANDBOX, NS);

    NetworkNamespace namespace = only(scanner.scan());

    assertThat(namespace.kind()).isEqualTo(NamespaceKind.CONTAINER);
    assertThat(namespace.names()).containsExactly("0123456789ab");
  }

  @Test
  void theHostsNamespaceStaysTheHosts() {
    mounts.add("/run/docker/netns/default", HOST);

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.namespaces()).isEmpty();
    assertThat(snapshot.host()).isNotNull();
    assertThat(snapshot.host().kind()).isEqualTo(NamespaceKind.HOST);
    assertThat(snapshot.host().names()).containsExactly("default");
    assertThat(snapshot.host().mounts()).hasSize(1);
  }

  @Test
  void twoNamesOfOneNamespaceAreOneNamespace() {
    NamespaceMount red = mounts.add(RED, NS);
    mounts.alias(BLUE, red);

    assertThat(only(scanner.scan()).names()).containsExactly("blue", "red");
  }

  @Test
  void theOldestNameStaysFirstWhileItExists() {
    NamespaceMount red = mounts.add(RED, NS);
    NetworkNamespace before = only(scanner.scan());
    mounts.alias(BLUE, red);

    assertThat(only(scanner.scan()).names()).containsExactly("red", "blue");
    mounts.remove(RED);
    NetworkNamespace after = only(scanner.scan());
    assertThat(after.names()).containsExactly("blue");
    assertThat(after).isSameAs(before);
  }

  @Test
  void aNameInTwoFoldersIsThatOfTheFirstFolder() {
    mounts.add("/run/docker/netns/blue", NS);
    mounts.add(BLUE, 201);

    assertThat(scanner.scan().namespaces())
        .extracting(NetworkNamespace::inode, NetworkNamespace::names)
        .containsExactly(
            tuple(201L, List.of("blue")), tuple(NS, List.of("/run/docker/netns/blue")));
  }

  @Test
  void aNameMadeAgainIsAnotherNamespaceEvenUnderTheSameInode() {
    mounts.add(BLUE, NS);
    NetworkNamespace before = only(scanner.scan());
    mounts.add(BLUE, NS);

    NetworkNamespace after = only(scanner.scan());

    assertThat(after.inode()).isEqualTo(before.inode());
    assertThat(after).isNotSameAs(before);
  }

  @Test
  void aNamespaceThatLosesItsLastProcessKeepsItsIdentityByItsName() {
    procfs.add(10, NS, "/x");
    mounts.add(BLUE, NS);
    NetworkNamespace before = only(scanner.scan());
    procfs.end(10);

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isSameAs(before);
    assertThat(after.kind()).isEqualTo(NamespaceKind.NAMED);
    assertThat(after.directory()).isNull();
    assertThat(after.processCount()).isZero();
    assertThat(after.oldestProcess()).isNull();
  }

  @Test
  void aProcessInsideCarriesItOnWhenTheNameGoes() {
    procfs.add(10, NS, "/x");
    mounts.add(BLUE, NS);
    NetworkNamespace before = only(scanner.scan());
    mounts.remove(BLUE);

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isSameAs(before);
    assertThat(after.kind()).isEqualTo(NamespaceKind.PROCESS);
    assertThat(after.names()).isEmpty();
    assertThat(after.mounts()).isEmpty();
  }

  @Test
  void aNamespaceGetsANameLater() {
    procfs.add(10, NS, "/x");
    NetworkNamespace before = only(scanner.scan());
    mounts.add(BLUE, NS);

    assertThat(only(scanner.scan())).isSameAs(before);
    assertThat(before.kind()).isEqualTo(NamespaceKind.NAMED);
  }

  @Test
  void aProcessThatEntersANamedNamespaceIsInIt() {
    mounts.add(BLUE, NS);
    NetworkNamespace before = only(scanner.scan());
    procfs.add(10, NS, docker('a'));

    NetworkNamespace after = only(scanner.scan());

    assertThat(after).isSameAs(before);
    assertThat(after.kind()).isEqualTo(NamespaceKind.CONTAINER);
    assertThat(after.directory()).isEqualTo("/proc/10");
  }

  @Test
  void aNamespaceUnderADeadOnesInodeIsAnother() {
    mounts.add(BLUE, NS);
    NetworkNamespace before = only(scanner.scan());
    mounts.remove(BLUE);
    procfs.add(10, NS, "/x");

    assertThat(only(scanner.scan())).isNotSameAs(before);
  }

  @Test
  void aNewMountDoesNotCarryOnWhatADeadProcessWasIn() {
    procfs.add(10, NS, "/x");
    NetworkNamespace before = only(scanner.scan());
    procfs.end(10);
    mounts.add(BLUE, NS);

    assertThat(only(scanner.scan())).isNotSameAs(before);
  }

  @Test
  void manyAreEnteredInAsManyScansAsItTakes() {
    for (int i = 0; i < 2000; i++) {
      mounts.add("/run/netns/qrouter-" + i, 1000 + i);
    }
    mounts.enterNanos = TimeUnit.MILLISECONDS.toNanos(1);

    Snapshot first = scanner.scan();
    assertThat(first.namespaces()).hasSizeBetween(100, 1000);
    assertThat(first.unmatched())
        .hasSize(2000 - first.namespaces().size())
        .allSatisfy(mount -> assertThat(mount.error()).isNull());
    scans(4);
    Snapshot last = scanner.scan();
    assertThat(last.namespaces()).hasSize(2000);
    assertThat(last.unmatched()).isEmpty();
    assertThat(mounts.entered).hasSize(2000);
    assertThat(scanner.notices()).isEmpty();
  }

  @Test
  void withoutTheCapabilityOneIsTriedInAScanAndAllAreCounted() {
    Stream.of("a", "b", "c").forEach(name -> mounts.add("/run/netns/" + name, NS));
    mounts.enterErrno = ErrnoException.EPERM;

    Snapshot snapshot = scanner.scan();
    assertThat(mounts.entered).hasSize(1);
    assertThat(snapshot.namespaces()).isEmpty();
    assertThat(snapshot.unmatched())
        .hasSize(3)
        .allSatisfy(mount -> assertThat(mount.error()).isEqualTo("EPERM"));

    scans(PAUSE - 1);
    assertThat(mounts.entered).hasSize(3).doesNotHaveDuplicates();
    assertThat(scanner.notices())
        .singleElement()
        .asString()
        .contains("EPERM", "CAP_SYS_ADMIN", "compose.full.yml");
  }

  @Test
  void whatWasForbiddenIsFoundOnceItIsAllowed() {
    procfs.add(10, NS, "/x");
    mounts.add(BLUE, NS);
    mounts.enterErrno = ErrnoException.EPERM;
    NetworkNamespace before = only(scanner.scan());
    assertThat(before.kind()).isEqualTo(NamespaceKind.PROCESS);
    mounts.enterErrno = 0;

    scans(PAUSE);

    assertThat(only(scanner.scan())).isSameAs(before);
    assertThat(before.kind()).isEqualTo(NamespaceKind.NAMED);
    assertThat(scanner.notices()).isEmpty();
  }

  @Test
  void oneThatMayNotBeEnteredHidesNoOther() {
    Stream.of("a", "b", "c").forEach(name -> mounts.add("/run/netns/" + name, name.charAt(0)));
    mounts.errors.put("/run/netns/a", ErrnoException.EPERM);
    mounts.errors.put("/run/netns/b", ErrnoException.EACCES);

    scanner.scan();
    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.namespaces()).singleElement().extracting("inode").isEqualTo((long) 'c');
    assertThat(snapshot.unmatched())
        .extracting(UnmatchedMount::error)
        .containsExactly("EPERM", "EACCES");
    assertThat(scanner.notices()).isEmpty();
    mounts.forget();
    scans(PAUSE);
    assertThat(mounts.entered).hasSize(2);
  }

  @Test
  void aNamespaceOfAnotherKindIsNothing() {
    mounts.add(BLUE, NS);
    mounts.errors.put(BLUE, ErrnoException.EINVAL);

    scans(2 * PAUSE);

    assertThat(scanner.scan().unmatched()).isEmpty();
    assertThat(mounts.entered).hasSize(1);
  }

  @Test
  void whatVanishesBeforeItIsEnteredIsNoError() {
    mounts.add(BLUE, NS);
    mounts.errors.put(BLUE, ErrnoException.ESTALE);
    assertThat(scanner.scan().unmatched())
        .singleElement()
        .satisfies(mount -> assertThat(mount.error()).isNull());
    mounts.errors.clear();

    assertThat(only(scanner.scan()).names()).containsExactly("blue");
  }

  @Test
  void aFolderThatMayNotBeListedIsSaidWhereNothingElseIsKnown() {
    mounts.listErrors.put("/run/docker/netns", ErrnoException.EACCES);
    scanner.scan();
    assertThat(scanner.notices()).singleElement().asString().contains("/run/docker/netns: EACCES");

    mounts.add(BLUE, NS);
    scanner.scan();
    assertThat(scanner.notices()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeListedForAMomentLosesNothing() {
    mounts.add(BLUE, NS);
    NetworkNamespace before = only(scanner.scan());
    mounts.listErrors.put("/run/netns", 24);

    assertThat(only(scanner.scan())).isSameAs(before);
    mounts.listErrors.clear();
    assertThat(only(scanner.scan())).isSameAs(before);
    assertThat(scanner.scan()).isSameAs(scanner.scan());
  }

  @Test
  void aFolderThatIsNotThereIsNothing() {
    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.namespaces()).isEmpty();
    assertThat(snapshot.unmatched()).isEmpty();
    assertThat(scanner.notices()).isEmpty();
  }

  @Test
  void aHostileFolderIsBounded() {
    for (int i = 0; i < 10_050; i++) {
      mounts.add("/run/netns/" + i, 1000 + i);
    }

    assertThat(scanner.scan().namespaces()).hasSize(10_000);
    assertThat(scanner.notices()).singleElement().asString().contains("10000");
  }

  @Test
  void aProcfsThatIsNotTheHostsSaysNothingOfMounts() {
    mounts.add(BLUE, NS);
    mounts.enterErrno = ErrnoException.EPERM;
    ProcfsScanner untrusted = scanner(false);

    untrusted.scan();

    assertThat(untrusted.notices()).isEmpty();
  }

  private List<Snapshot> scans(int count) {
    return Stream.generate(scanner::scan).limit(count).toList();
  }

  private ProcfsScanner scanner(boolean isHost) {
    return ProcfsScanner.of(
        procfs,
        FakeProcfs.PATH,
        new ProcfsCheck(isHost, List.of()),
        null,
        null,
        mounts.in("/run/netns", "/run/docker/netns"));
  }
}
