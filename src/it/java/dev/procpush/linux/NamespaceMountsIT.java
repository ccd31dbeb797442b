// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.Command;
import dev.procpush.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bind mounts of namespaces below a root that is not the machine's.
@RequiresRoot
@Timeout(120)
final class NamespaceMountsIT {
  private static final int MAX = 1000;

  @TempDir Path root;

  private Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectories(root.resolve("run/netns"));
    Command.run("mount", "-t", "tmpfs", "tmpfs", folder.toString());
    Files.createDirectories(root.resolve("var"));
    Files.createSymbolicLink(root.resolve("var/run"), Path.of("/run"));
  }

  @AfterEach
  void unmount() {
    Command.run("umount", "--recursive", folder.toString());
  }

  @ParameterizedTest
  @EnumSource
  void findsNamespacesAndNothingElse(RootResolution resolution) throws Exception {
    mount("blue");
    Files.writeString(folder.resolve("file"), "");
    Files.createDirectory(folder.resolve("directory"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("blue"));
    Files.createSymbolicLink(folder.resolve("magic"), Path.of("/proc/self/ns/net"));
    Command.run("mkfifo", folder.resolve("fifo").toString());
    Command.run("mknod", folder.resolve("device").toString(), "c", "1", "5");
    long inode = (Long) Files.getAttribute(folder.resolve("blue"), "unix:ino");
    RootFiles files = new HostRootFiles(root.toString(), resolution);
    List<NamespaceMount> found = files.namespaceMounts("/run/netns", MAX);
    assertThat(found).hasSize(1);
    NamespaceMount mount = found.getFirst();
    assertThat(mount.path()).isEqualTo("/run/netns/blue");
    assertThat(mount.name()).isEqualTo("blue");
    assertThat(mount.nsfsInode()).isEqualTo(inode);
    assertThat(Command.run("stat", "-c", "%.9Z", folder.resolve("blue").toString()).strip())
        .isEqualTo(
            "%d.%09d"
                .formatted(mount.ctimeNanos() / 1_000_000_000, mount.ctimeNanos() % 1_000_000_000));
    assertThat(files.namespaceMounts("/run/netns", MAX)).isEqualTo(found);
  }

  @Test
  void followsALinkToTheFolderWithinTheRoot() throws Exception {
    mount("blue");
    List<NamespaceMount> found = files().namespaceMounts("/var/run/netns", MAX);
    assertThat(found).extracting(NamespaceMount::path).containsExactly("/var/run/netns/blue");
    try (NamespaceThread thread = NamespaceThread.start(root.toString())) {
      thread.run(
          unchecked(
              inside -> {
                long home = inside.inode();
                inside.enter(found.getFirst());
                assertThat(inside.inode()).isNotEqualTo(home);
                assertThat(new String(inside.read("net/dev").copy(), UTF_8)).contains("lo:");
              }));
    }
  }

  @Test
  void aLinkOutOfTheRootLeadsNowhere() throws Exception {
    Files.createSymbolicLink(root.resolve("out"), Path.of("../../../../proc/self/ns"));
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> files().namespaceMounts("/out", MAX))
        .satisfies(failure -> assertThat(failure.errno()).isEqualTo(ErrnoException.ENOENT));
  }

  @Test
  void namesAreAsTheyAre() throws Exception {
    for (String name : new String[] {"two\nlines", "-rf", "a b\tc", "\u001b[31m", "\u7db2"}) {
      mount(name);
    }
    Command.run(
        "sh",
        "-c",
        "f=\"$1/$(printf 'latin-\\374')\"; touch \"$f\"; unshare --net=\"$f\" true",
        "sh",
        folder.toString());
    List<NamespaceMount> found = files().namespaceMounts("/run/netns", MAX);
    assertThat(found)
        .extracting(NamespaceMount::name)
        .containsExactlyInAnyOrder(
            "two\nlines", "-rf", "a b\tc", "\u001b[31m", "\u7db2", "latin-\ufffd");
    try (NamespaceThread thread = NamespaceThread.start(root.toString())) {
      thread.run(
          unchecked(
              inside -> {
                for (NamespaceMount mount : found) {
                  if (!mount.name().startsWith("latin")) {
                    inside.enter(mount);
                  }
                }
              }));
    }
  }

  @Test
  void looksAtNoMoreThanIsAskedFor() throws Exception {
    for (int i = 0; i < 20; i++) {
      mount("many" + i);
    }
    assertThat(files().namespaceMounts("/run/netns", MAX)).hasSize(20);
    assertThat(files().namespaceMounts("/run/netns", 7)).hasSizeBetween(5, 7);
    assertThat(files().namespaceMounts("/run/netns", 0)).isEmpty();
  }

  private RootFiles files() {
    return RootFiles.under(root.toString());
  }

  private void mount(String name) throws Exception {
    Path file = Files.createFile(folder.resolve(name));
    Command.run("unshare", "--net=" + file, "true");
  }

  private static Consumer<NamespaceThread.Inside> unchecked(Work work) {
    return inside -> {
      try {
        work.in(inside);
      } catch (ErrnoException e) {
        throw new AssertionError(e);
      }
    };
  }

  @FunctionalInterface
  private interface Work {
    void in(NamespaceThread.Inside inside) throws ErrnoException;
  }
}
