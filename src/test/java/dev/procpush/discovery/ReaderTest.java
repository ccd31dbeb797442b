// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.docker;
import static dev.procpush.discovery.Scans.id;
import static dev.procpush.discovery.Scans.only;
import static dev.procpush.discovery.Scans.owner;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is asked in each scan of the process that a namespace is read through.
class ReaderTest {
  private static final long NS = 200;
  private static final String SANDBOX = "/run/docker/netns/0123456789ab";
  private static final int ROTA = 12;
  private static final int OLD = 20;

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeMounts mounts = new FakeMounts();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(
          procfs,
          FakeProcfs.PATH,
          new ProcfsCheck(true, List.of()),
          null,
          null,
          mounts.in("/run/docker/netns"));

  @Test
  void aYoungOwnersProcessIsLookedAtInEveryCycle() {
    procfs.add(10, NS, docker('a'));
    scans(ROTA - 1);
    procfs.process(10).cgroup(docker('b'));

    assertThat(owner(only(scanner.scan()))).isEqualTo(id('b'));
  }

  @Test
  void anOldOwnersProcessIsAskedForItsNamespaceInEveryCycle() {
    procfs.add(10, NS, docker('a'));
    scans(OLD);
    procfs.process(10).moveTo(201).cgroup(docker('b'));

    NetworkNamespace after = only(scanner.scan());

    assertThat(after.inode()).isEqualTo(201);
    assertThat(owner(after)).isEqualTo(id('b'));
  }

  @Test
  void anOldOwnersProcessThatMovedToAnotherCgroupIsNoticedWithinTwelveCycles() {
    procfs.add(10, NS, docker('a'));
    scans(OLD);
    procfs.process(10).cgroup(docker('b'));
    procfs.forget();

    scans(ROTA);

    assertThat(procfs.count("inode /proc/10/net/dev")).isEqualTo(ROTA);
    assertThat(procfs.count("read /proc/10/cgroup")).isEqualTo(1);
    assertThat(owner(only(scanner.scan()))).isEqualTo(id('b'));
  }

  @Test
  void aProcessInAMountedNamespaceIsAskedOnceInTwelveCycles() {
    procfs.add(10, NS, docker('a'));
    mounts.add(SANDBOX, NS);
    scans(OLD);
    procfs.forget();

    scans(ROTA);

    assertThat(procfs.count(".* /proc/10/.*")).isEqualTo(2);
    assertThat(procfs.count("(read /proc/10/cgroup|inode /proc/10/net/dev)")).isEqualTo(2);
  }

  @Test
  void aProcessThatLeftAMountedNamespaceIsNoticedWithinTwelveCycles() {
    procfs.add(10, NS, docker('a'));
    mounts.add(SANDBOX, NS);
    scans(OLD);
    procfs.process(10).moveTo(HOST);

    NetworkNamespace left = only(scans(ROTA));

    assertThat(left.kind()).isEqualTo(NamespaceKind.NAMED);
    assertThat(left.processCount()).isZero();
  }

  @Test
  void aProcessThatEndedInAMountedNamespaceIsGoneAtOnce() {
    procfs.add(10, NS, docker('a'));
    mounts.add(SANDBOX, NS);
    scans(OLD);
    procfs.end(10);

    assertThat(only(scanner.scan()).processCount()).isZero();
  }

  /// @return what the last of them found
  private Snapshot scans(int count) {
    Snapshot last = scanner.scan();
    for (int i = 1; i < count; i++) {
      last = scanner.scan();
    }
    return last;
  }
}
