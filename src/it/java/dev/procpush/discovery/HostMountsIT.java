// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Command;
import dev.procpush.RequiresRoot;
import dev.procpush.linux.BoundedCalls;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.FileSystems.Place;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.StatFs;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the running kernel tells of its mounts, and of what it tells nobody.
@RequiresRoot
@Timeout(180)
final class HostMountsIT {
  @TempDir private Path folder;

  private final HostMounts mounts = new HostMounts(KernelFiles.ofKernel(), "/proc", "/");

  @AfterEach
  void unmount() {
    mounts.close();
    Command.works("umount", folder + "/same");
    Command.works("umount", folder + "/place");
  }

  @Test
  void tellsWhatWasMountedRemountedAndUnmounted() throws Exception {
    String place = place("place");
    assertThat(at(place)).isEmpty();
    for (int round = 0; round < 20; round++) {
      Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "procpush", place);
      assertThat(at(place)).singleElement().matches(mount -> !MountTable.isReadOnly(mount));

      Command.run("mount", "-o", "remount,bind,ro", place);
      assertThat(at(place)).singleElement().matches(MountTable::isReadOnly);

      Command.run("mount", "-o", "remount,bind,rw", place);
      Command.run("mount", "-o", "remount,ro", place);
      assertThat(at(place)).singleElement().matches(MountTable::isReadOnlyItself);

      Command.run("umount", place);
      assertThat(at(place)).isEmpty();
    }
  }

  @Test
  void isTheSameTableWhileNothingIsMounted() throws Exception {
    String place = place("place");
    Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "procpush", place);
    long id = at(place).iterator().next().id();
    for (int cycle = 0; cycle < 100; cycle++) {
      assertThat(at(place)).singleElement().matches(mount -> mount.id() == id);
    }
  }

  /// As after an error: who watches the mounts is told of neither.
  @Test
  void aFileSystemItselfTellsThatItWasMadeReadOnly() throws Exception {
    String place = place("place");
    Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "procpush", place);
    Mount before = at(place).iterator().next();
    assertThat(ask(place).readOnly()).isFalse();

    Command.run(
        "unshare", "--mount", "--propagation", "private", "mount", "-o", "remount,ro", place);

    assertThat(ask(place).readOnly()).isTrue();
    assertThat(mounts.readAnew().isReadOnly(before.id())).isTrue();
  }

  /// As a container's of the host's root.
  @Test
  void aFileSystemThatThisProcessAloneMayNotWriteToIsNone() throws Exception {
    String place = place("place");
    String same = place("same");
    Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "procpush", place);
    Command.run("mount", "--bind", place, same);
    Command.run("mount", "-o", "remount,bind,ro", same);

    assertThat(ask(place).readOnly()).isFalse();
    assertThat(ask(same).readOnly()).isEqualTo(!hasStatmount());
  }

  /// Since Linux 6.8.
  private static boolean hasStatmount() {
    List<Integer> version =
        List.of(System.getProperty("os.version", "").split("[^0-9]+", -1)).stream()
            .limit(2)
            .map(Integer::valueOf)
            .toList();
    return version.getFirst() > 6 || (version.getFirst() == 6 && version.getLast() >= 8);
  }

  private String place(String name) throws Exception {
    return Files.createDirectory(folder.resolve(name)).toString();
  }

  private Collection<Mount> at(String place) throws Exception {
    return mounts.read().fileSystems(mount -> mount.mountPoint().equals(place));
  }

  private static StatFs ask(String place) throws Exception {
    try (BoundedCalls calls = new BoundedCalls(() -> 10_000_000)) {
      return FileSystems.ofKernel(calls)
          .begin(new Place("/", place))
          .await(System.nanoTime() + 60_000_000_000L);
    }
  }
}
