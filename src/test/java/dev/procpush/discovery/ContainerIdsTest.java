// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContainerIdsTest {
  private static final String USERS = "/user.slice/user-1000.slice/user@1000.service";

  private final FakeProcfs procfs = new FakeProcfs();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), null, null);

  @Test
  void threeContainersOfOneNameAreThree() {
    procfs.add(10, 200, "/lxc.payload.c1");
    procfs.add(11, 200, "/lxc.payload.c1");
    procfs.add(20, 300, USERS + "/lxc.payload.c1");
    procfs.add(30, 400, "/lxc.payload.c1/lxc.payload.c1");

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.containers())
        .extracting(Container::id)
        .containsExactly("c1", "user-1000/c1", "c1/c1");
    assertThat(snapshot.containers())
        .extracting(Container::cgroup)
        .containsExactly(
            "/lxc.payload.c1", USERS + "/lxc.payload.c1", "/lxc.payload.c1/lxc.payload.c1");
    assertThat(snapshot.processes()).isEqualTo(Map.of("c1", 2, "user-1000/c1", 1, "c1/c1", 1));
    assertThat(snapshot.namespaces())
        .extracting(namespace -> owner(namespace).id())
        .containsExactly("c1", "user-1000/c1", "c1/c1");
  }

  @Test
  void processesAreInTheContainerOfTheirCgroup() {
    procfs.add(10, 200, "/lxc.payload.c1");
    procfs.add(30, 400, "/lxc.payload.c1/lxc.payload.c1");

    Map<Integer, String> containers = new TreeMap<>();
    scanner
        .scan()
        .living()
        .forEach(
            (process, container) -> {
              if (container != null) {
                containers.put(process.pid(), container);
              }
            });

    assertThat(containers).isEqualTo(Map.of(10, "c1", 30, "c1/c1"));
  }

  @Test
  void whereNothingElseTellsThemApartTheYoungerHasItsPath() {
    procfs.add(10, 200, USERS + "/run-r2.scope/lxc.payload.c1");
    procfs.add(20, 300, USERS + "/run-r1.scope/lxc.payload.c1");

    assertThat(ids()).containsExactly("user-1000/c1", USERS + "/run-r1.scope/lxc.payload.c1");
  }

  @Test
  void anIdStaysWhileTheContainerLives() {
    procfs.add(10, 200, "/a/lxc.payload.c1");
    procfs.add(20, 300, "/b/lxc.payload.c1");
    assertThat(ids()).containsExactly("c1", "/b/lxc.payload.c1");

    procfs.end(10);

    assertThat(ids()).containsExactly("/b/lxc.payload.c1");
  }

  @Test
  void theNumberThatLxcPutsBehindANameIsNoneOfIt() {
    procfs.add(9, FakeProcfs.HOST, "/lxc.monitor.web-1").cmdline("[lxc monitor] /var/lib/lxc web");
    procfs.add(10, 200, "/lxc.payload.web-1").parent(9);

    assertThat(ids()).containsExactly("web");
  }

  @Test
  void aForegroundMonitorTellsTheNameInItsOptions() {
    procfs
        .add(9, FakeProcfs.HOST, "/lxc.monitor.101-2")
        .comm("lxc-start")
        .cmdline("/usr/bin/lxc-start", "-F", "-n", "101");
    procfs.add(10, 200, "/lxc.payload.101-2").parent(9);

    assertThat(ids()).containsExactly("101");
  }

  @Test
  void aNameThatEndsInANumberStays() {
    procfs
        .add(9, FakeProcfs.HOST, "/lxc.monitor.web-1")
        .cmdline("[lxc monitor] /var/lib/lxc web-1");
    procfs.add(10, 200, "/lxc.payload.web-1").parent(9);

    assertThat(ids()).containsExactly("web-1");
  }

  @Test
  void aNumberStaysWhereNoMonitorTells() {
    procfs
        .add(9, FakeProcfs.HOST, "/system.slice/a.service")
        .cmdline("[lxc monitor] /var/lib/lxc b");
    procfs.add(10, 200, "/lxc.payload.web-1");
    procfs.add(11, 200, "/lxc.payload.db-1").parent(9);

    assertThat(ids()).containsExactly("web-1", "db-1");
  }

  /// Its processes may outlive the monitor.
  @Test
  void aNumberStaysWhileTheOneBeforeLives() {
    procfs.add(9, FakeProcfs.HOST, "/lxc.monitor.web-1").cmdline("[lxc monitor] /var/lib/lxc web");
    procfs.add(8, 100, "/lxc.payload.web");
    procfs.add(10, 200, "/lxc.payload.web-1").parent(9);

    assertThat(ids()).containsExactly("web", "web-1");
  }

  @Test
  void whatIsWithinGoesByTheNameOfWhatIsAround() {
    procfs.add(9, FakeProcfs.HOST, "/lxc.monitor.web-1").cmdline("[lxc monitor] /var/lib/lxc web");
    procfs.add(10, 200, "/lxc.payload.web-1").parent(9);
    procfs.add(20, 300, "/lxc.payload.web-1/lxc.payload.c1");

    assertThat(ids()).containsExactly("web", "web/c1");
  }

  @Test
  void noParentIsLookedAtInLaterCycles() {
    procfs.add(9, FakeProcfs.HOST, "/lxc.monitor.web-1").cmdline("[lxc monitor] /var/lib/lxc web");
    procfs.add(10, 200, "/lxc.payload.web-1").parent(9);
    scanner.scan();
    procfs.forget();

    for (int i = 0; i < 40; i++) {
      scanner.scan();
    }

    assertThat(procfs.count("read /proc/9/(stat|cmdline)")).isZero();
  }

  private List<String> ids() {
    return scanner.scan().containers().stream().map(Container::id).toList();
  }

  private static Container owner(NetworkNamespace namespace) {
    Container owner = namespace.owner();
    assertThat(owner).isNotNull();
    return owner;
  }
}
