// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.procfs.PidCgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// This process in `/system.slice/a.scope`, the root of its cgroup namespace.
class CgroupNamespaceTest {
  private static final String V2 = "0::";
  private static final String V1 = "4:memory:";

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "/, /system.slice/a.scope",
    "/sub, /system.slice/a.scope/sub",
    "/.., /system.slice",
    "/../b.scope, /system.slice/b.scope",
    "/../..hidden, /system.slice/..hidden",
    "/../.., /",
    "/../../docker/x/y, /docker/x/y",
    "/..hidden, /system.slice/a.scope/..hidden",
    "/../../../c, /../../../c",
  })
  void tellsWhatAPathIsOnTheHost(String seen, String onHost) throws Exception {
    cgroups("cgroup/system.slice/a.scope", "cgroup/system.slice/b.scope", "cgroup/user.slice");
    version2At("cgroup");
    self("0::/\n", "cgroup/system.slice/a.scope", "cgroup2", "rw");
    kthreadd("0::/../..\n");

    assertThat(onHost(V2 + seen)).isEqualTo(V2 + onHost);
  }

  @Test
  void leavesWhatIsGone() throws Exception {
    cgroups("cgroup/a");
    version2At("cgroup");
    self("0::/\n", "cgroup/a", "cgroup2", "rw");
    kthreadd("0::/..\n");

    assertThat(onHost(V2 + "/../b (deleted)")).isEqualTo(V2 + "/../b (deleted)");
  }

  @Test
  void isTheHostsWhereTheRootIsTheRoot() throws Exception {
    cgroups("cgroup/a");
    version2At("cgroup");
    self("0::/a\n", "cgroup", "cgroup2", "rw");
    kthreadd("0::/\n");

    assertThat(find()).isSameAs(CgroupNamespace.HOST);
    assertThat(onHost(V2 + "/a")).isEqualTo(V2 + "/a");
  }

  @Test
  void findsEachHierarchyByItself() throws Exception {
    cgroups("cgroup/unified/x/a", "cgroup/memory/x/a", "cgroup/memory/x/b", "cgroup/cpu/y/z");
    Files.writeString(root.resolve("cgroup/memory/tasks"), "");
    Files.writeString(root.resolve("cgroup/cpu/tasks"), "");
    version2At("cgroup/unified");
    self("4:memory:/\n3:cpu:/\n0::/\n", "cgroup/memory/x/b", "cgroup", "rw,memory");
    mount("cgroup/cpu/y/z", "cgroup", "rw,cpu");
    mount("cgroup/unified/x/a", "cgroup2", "rw");
    kthreadd("9:name=systemd:/../..\n4:memory:/../..\n3:cpu:/../..\n0::/../..\n");

    assertThat(onHost(V1 + "/../a")).isEqualTo(V1 + "/x/a");
    assertThat(onHost(V1 + "/")).isEqualTo(V1 + "/x/b");
    assertThat(onHost("3:cpu:/")).isEqualTo("3:cpu:/y/z");
    assertThat(onHost(V2 + "/")).isEqualTo(V2 + "/x/a");
    assertThat(onHost("9:name=systemd:/../a")).isEqualTo("9:name=systemd:/../a");
  }

  /// Where the namespace was made by hand and nothing was mounted in it.
  @Test
  void knowsItsFolderByItsOwnPid() throws Exception {
    cgroups("cgroup/x/a", "cgroup/x/b/inner", "cgroup/y/c/inner");
    version2At("cgroup");
    Files.writeString(root.resolve("cgroup/x/b/inner/cgroup.procs"), "1\n77\n");
    Files.writeString(root.resolve("cgroup/y/c/inner/cgroup.procs"), "0\n0\n7\n");
    Files.createDirectories(root.resolve("proc/7"));
    Files.createSymbolicLink(root.resolve("proc/self"), Path.of("7"));
    Files.writeString(root.resolve("proc/self/cgroup"), "0::/inner\n");
    kthreadd("0::/../..\n");

    assertThat(onHost(V2 + "/../d")).isEqualTo(V2 + "/y/d");
  }

  @Test
  void knowsTheRootAtLeastWhereItsFolderIsNotFound() throws Exception {
    cgroups("cgroup/x/a");
    version2At("cgroup");
    kthreadd("0::/../..\n");

    assertThat(onHost(V2 + "/../../x/a")).isEqualTo(V2 + "/x/a");
    assertThat(onHost(V2 + "/../b")).isEqualTo(V2 + "/../b");
    assertThat(onHost(V2 + "/")).isEqualTo(V2 + "/");
  }

  private void cgroups(String... paths) throws IOException {
    for (String path : paths) {
      Path folder = root;
      for (Path name : Path.of(path)) {
        folder = Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve("cgroup.procs"), "");
        Files.writeString(folder.resolve("memory.stat"), "");
      }
    }
  }

  private void version2At(String mount) throws IOException {
    Files.writeString(root.resolve(mount).resolve("cgroup.controllers"), "");
  }

  private void kthreadd(String cgroup) throws IOException {
    Files.createDirectories(root.resolve("proc/2"));
    Files.writeString(root.resolve("proc/2/cgroup"), cgroup);
  }

  /// @param folder that is mounted in the namespace, which a link stands for
  private void self(String cgroup, String folder, String type, String options) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/cgroup"), cgroup);
    mount(folder, type, options);
  }

  private void mount(String folder, String type, String options) throws IOException {
    Path table = root.resolve("proc/self/mountinfo");
    String before = Files.exists(table) ? Files.readString(table) : "";
    String place = "own" + before.lines().count();
    Files.createSymbolicLink(root.resolve(place), Path.of(folder));
    String line = "30 1 0:1 / " + place + " ro - " + type + " cgroup " + options + "\n";
    Files.writeString(table, before + line);
  }

  private CgroupNamespace find() {
    KernelFiles kernel = KernelFiles.ofDirectory(root);
    CgroupMounts mounts = CgroupMounts.find(kernel, "proc", "cgroup", "rootfs");
    OwnCgroups own = new OwnCgroups(kernel, "proc", "proc");
    return CgroupNamespace.find(kernel, "proc", mounts, own);
  }

  private String onHost(String line) throws Exception {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    List<PidCgroup.Line> lines =
        find().onHost(PidCgroup.parse(new ByteCursor("file", bytes, bytes.length))).lines();
    return lines.stream()
        .map(one -> one.hierarchy() + ":" + one.controllers() + ":" + one.path())
        .collect(Collectors.joining());
  }
}
