// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMountsTest {
  private static final String ID = "0123456789abcdef".repeat(4);

  @TempDir Path root;

  @Test
  void findsVersion2() throws Exception {
    file("cgroup/cgroup.controllers");

    assertThat(folders(Map.of(CgroupController.UNIFIED, "/docker/x")))
        .isEqualTo(Map.of(CgroupController.UNIFIED, "cgroup/docker/x"));
  }

  @Test
  void findsVersion1AndVersion2Beside() throws Exception {
    file("cgroup/unified/cgroup.controllers");
    file("cgroup/memory/tasks");
    file("cgroup/cpu,cpuacct/tasks");

    assertThat(
            folders(
                Map.of(
                    CgroupController.UNIFIED, "/a",
                    CgroupController.MEMORY, "/b",
                    CgroupController.CPU, "/c",
                    CgroupController.CPUACCT, "/c",
                    CgroupController.PIDS, "/d")))
        .isEqualTo(
            Map.of(
                CgroupController.UNIFIED, "cgroup/unified/a",
                CgroupController.MEMORY, "cgroup/memory/b",
                CgroupController.CPU, "cgroup/cpu,cpuacct/c",
                CgroupController.CPUACCT, "cgroup/cpu,cpuacct/c"));
  }

  @Test
  void findsMountsElsewhereThroughTheFirstProcess() throws Exception {
    Files.createDirectories(root.resolve("proc/1"));
    Files.writeString(
        root.resolve("proc/1/mountinfo"),
        """
        30 1 0:1 / /sys/fs/cgroup/mem rw - cgroup cgroup rw,memory
        31 1 0:2 / /cgroup/cpu rw - cgroup cgroup rw,cpuacct,cpu
        32 1 0:3 /../.. /mnt/two rw shared:1 - cgroup2 cgroup2 rw
        33 1 0:4 /docker/x /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
        34 1 0:5 / /tmp rw - tmpfs tmpfs rw,blkio
        35 1 0:6 / /elsewhere rw - cgroup cgroup rw,blkio
        """);

    file("rootfs/mnt/two/cgroup.procs");
    file("cgroup/mem/cgroup.procs");
    file("rootfs/cgroup/cpu/cgroup.procs");

    assertThat(
            folders(
                Map.of(
                    CgroupController.UNIFIED, "/a",
                    CgroupController.MEMORY, "/b",
                    CgroupController.CPU, "/c",
                    CgroupController.PIDS, "/d",
                    CgroupController.BLKIO, "/e")))
        .isEqualTo(
            Map.of(
                CgroupController.UNIFIED, "rootfs/mnt/two/a",
                CgroupController.MEMORY, "cgroup/mem/b",
                CgroupController.CPU, "rootfs/cgroup/cpu/c"));
  }

  /// In a cgroup namespace of its own, the agent sees others from its own place.
  @Test
  void findsContainersAroundItsOwn() throws Exception {
    file("cgroup/cgroup.controllers");
    file("cgroup/system.slice/docker-x.scope/cgroup.procs");
    file("cgroup/docker/y/cgroup.procs");

    assertThat(folders(Map.of(CgroupController.UNIFIED, "/../docker-x.scope")))
        .containsValue("cgroup/system.slice/docker-x.scope");
    assertThat(folders(Map.of(CgroupController.UNIFIED, "/../y"))).containsValue("cgroup/docker/y");
    assertThat(folders(Map.of(CgroupController.UNIFIED, "/../../docker/y")))
        .containsValue("cgroup/docker/y");
    assertThat(folders(Map.of(CgroupController.UNIFIED, "/../z"))).isEmpty();
  }

  @Test
  void findsItsOwn() throws Exception {
    file("cgroup/cgroup.controllers");
    file("cgroup/system.slice/docker-" + ID + ".scope/cgroup.procs");

    assertThat(folders(Map.of(CgroupController.UNIFIED, "/")))
        .containsValue("cgroup/system.slice/docker-" + ID + ".scope");
  }

  @Test
  void mayFindNothing() {
    assertThat(folders(Map.of(CgroupController.UNIFIED, "/a", CgroupController.CPU, "/a")))
        .isEmpty();
  }

  private Map<CgroupController, String> folders(Map<CgroupController, String> cgroups) {
    Container container = new Container(ID, null, "/x", null, null, null, false, cgroups);
    return CgroupMounts.find(KernelFiles.ofDirectory(root), "proc", "cgroup", "rootfs")
        .folders(container);
  }

  private void file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }
}
