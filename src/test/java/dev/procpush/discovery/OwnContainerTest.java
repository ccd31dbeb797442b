// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The agent in a container whose cgroup namespace is private, over the host's procfs.
class OwnContainerTest {
  private static final String OWN = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  private final FakeProcfs procfs = new FakeProcfs();

  @Test
  void dockersMountsTellTheOwnContainer() {
    self("0::/", "/var/lib/docker/containers/" + OWN + "/hostname");

    assertThat(scan().namespaces())
        .extracting(namespace -> String.valueOf(namespace.owner()))
        .satisfiesExactly(
            own -> assertThat(own).contains(OWN, "DOCKER"),
            other -> assertThat(other).contains(OTHER));
  }

  @Test
  void podmansMountsTellTheOwnContainer() {
    self("0::/", "/containers/storage/overlay-containers/" + OWN + "/userdata/hostname");

    assertThat(scan().containers())
        .extracting(Container::id, Container::runtime)
        .contains(org.assertj.core.groups.Tuple.tuple(OWN, ContainerRuntime.PODMAN));
  }

  @Test
  void nothingIsGuessedWhereTheCgroupTells() {
    self("0::/docker/" + OWN, "/var/lib/docker/containers/" + OWN + "/hostname");

    assertThat(scan().containers()).extracting(Container::id).containsExactly(OTHER);
  }

  @Test
  void nothingIsGuessedOutsideOfContainers() {
    procfs.file("/proc/self/cgroup", "0::/\n");
    procfs.file("/proc/self/mountinfo", "27 1 254:0 / / rw - ext4 /dev/vda rw\n");

    assertThat(scan().containers()).extracting(Container::id).containsExactly(OTHER);
  }

  @Test
  void theHostsProcessesAreNotTakenForOnesOwn() {
    self("0::/", "/var/lib/docker/containers/" + OWN + "/hostname");
    procfs.add(30, HOST, "/../../system.slice/ssh.service");

    assertThat(scan().host()).isNotNull();
    assertThat(scan().host().members()).isEmpty();
  }

  private void self(String cgroup, String source) {
    procfs.file("/proc/self/cgroup", cgroup + "\n");
    procfs.file(
        "/proc/self/mountinfo",
        "36 35 8:1 " + source + " /etc/hostname rw,relatime - ext4 /dev/sda1 rw\n");
  }

  private Snapshot scan() {
    procfs.process(1).cgroup("/../../init.scope");
    procfs.process(2).cgroup("/../..");
    procfs.add(10, 200, "/");
    procfs.add(20, 201, "/../" + OTHER);
    ProcfsCheck check = new ProcfsCheck(true, List.of());
    return ProcfsScanner.of(procfs, FakeProcfs.PATH, check, null, null).scan();
  }
}
