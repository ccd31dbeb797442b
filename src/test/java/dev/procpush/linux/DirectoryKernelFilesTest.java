// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryKernelFilesTest {
  @TempDir Path folder;

  private Path proc;
  private KernelFiles files;

  @BeforeEach
  void makeTree() throws IOException {
    proc = Files.createDirectory(folder.resolve("proc"));
    files = KernelFiles.ofDirectory(proc);
    process("1", "net:[4026531840]");
    process("10", "net:[4026532000]");
    process("9", "net:[4026532000]");
    Files.createDirectory(proc.resolve("bus"));
    Files.writeString(folder.resolve("outside"), "secret");
  }

  @Test
  void readsByAnAbsoluteAndByARelativeDirectory() throws Exception {
    assertThat(text(files.read("1", "net/dev"))).isEqualTo("of 1\n");
    assertThat(text(files.read(proc + "/9", "net/dev"))).isEqualTo("of 9\n");
  }

  @Test
  void processesOfANamespaceHaveOneInode() throws Exception {
    assertThat(files.inode("1", "net/dev")).isEqualTo(4026531840L);
    assertThat(files.inode(proc + "/9", "net/dev")).isEqualTo(4026532000L);
    assertThat(files.inode("10", "net/dev")).isEqualTo(4026532000L);
    assertThat(files.inode("10/net", "dev")).isEqualTo(4026532000L);
  }

  @Test
  void inodeIsTheFilesOwnWithoutANamespace() throws Exception {
    Files.delete(proc.resolve("9/ns/net"));
    assertThat(files.inode("9", "net/dev")).isEqualTo(inode(proc.resolve("9/net/dev")));
    Files.createSymbolicLink(proc.resolve("9/ns/net"), Path.of("mnt:[1]"));
    assertThat(files.inode("9", "net/dev")).isEqualTo(inode(proc.resolve("9/net/dev")));
  }

  @Test
  void aProcessWithoutNetDevHasNoInode() throws Exception {
    Files.delete(proc.resolve("9/net/dev"));
    assertErrno(ErrnoException.ENOENT, () -> files.inode("9", "net/dev"));
  }

  @Test
  void visitsNumbersInTheirOrder() throws Exception {
    List<String> seen = new ArrayList<>();
    files.forEachNumber(proc.toString(), (number, inode) -> seen.add(number + "/" + inode));
    assertThat(seen)
        .containsExactly(
            "1/" + inode(proc.resolve("1")),
            "9/" + inode(proc.resolve("9")),
            "10/" + inode(proc.resolve("10")));
  }

  @Test
  void listsAFolderByName() throws Exception {
    assertThat(files.list(proc.toString(), "")).containsExactly("1", "10", "9", "bus");
    assertErrno(ErrnoException.ENOENT, () -> files.list("9", "nothing"));
    assertErrno(ErrnoException.EXDEV, () -> files.list("9", "../../.."));
  }

  @Test
  void readsALinkThatLeadsNowhere() throws Exception {
    assertThat(files.readLink("1", "ns/net")).isEqualTo("net:[4026531840]");
  }

  @Test
  void followsLinksWithinTheTree() throws Exception {
    Files.createSymbolicLink(proc.resolve("self"), Path.of("9"));
    assertThat(text(files.read("self", "net/dev"))).isEqualTo("of 9\n");
    assertThat(files.inode("self", "net/dev")).isEqualTo(4026532000L);
  }

  @Test
  void neverLeavesTheTree() throws Exception {
    Files.createSymbolicLink(proc.resolve("9/out"), folder.resolve("outside"));
    Files.createSymbolicLink(proc.resolve("9/up"), Path.of("../.."));
    assertErrno(ErrnoException.EXDEV, () -> files.read("9", "out"));
    assertErrno(ErrnoException.EXDEV, () -> files.inode("9", "out"));
    assertErrno(ErrnoException.EXDEV, () -> files.read("9/up", "outside"));
    assertErrno(ErrnoException.EXDEV, () -> files.readLink("9/up", "proc"));
    assertErrno(ErrnoException.EXDEV, () -> files.read("9", "../../outside"));
    assertErrno(ErrnoException.EXDEV, () -> files.read("9", "/etc/passwd"));
    assertErrno(ErrnoException.EXDEV, () -> files.read("/etc", "passwd"));
    assertErrno(ErrnoException.EXDEV, () -> files.forEachNumber("9/up", (_, _) -> {}));
  }

  @Test
  void failsAsTheKernelDoes() throws Exception {
    Files.createSymbolicLink(proc.resolve("loop"), Path.of("loop"));
    try (var large = new RandomAccessFile(proc.resolve("large").toFile(), "rw")) {
      large.setLength(ProcKernelFiles.MAX_BYTES + 1L);
    }
    assertErrno(ErrnoException.ENOENT, () -> files.read("9", "nothing"));
    assertErrno(ErrnoException.ENOENT, () -> files.read("9", "ns/net"));
    assertErrno(ErrnoException.ENOENT, () -> files.forEachNumber("9/task", (_, _) -> {}));
    assertErrno(ErrnoException.EISDIR, () -> files.read("9", "net"));
    assertErrno(ErrnoException.ENOTDIR, () -> files.read("9", "net/dev/x"));
    assertErrno(ErrnoException.ENOTDIR, () -> files.forEachNumber("9/net/dev", (_, _) -> {}));
    assertErrno(ErrnoException.EINVAL, () -> files.readLink("9", "net/dev"));
    assertErrno(ErrnoException.EINVAL, () -> files.read("9", "net\0dev"));
    assertErrno(ErrnoException.ELOOP, () -> files.read("loop", ""));
    assertErrno(ErrnoException.ENAMETOOLONG, () -> files.read("9", "x".repeat(256)));
    assertErrno(ErrnoException.EFBIG, () -> files.read("", "large"));
  }

  private void process(String pid, String namespace) throws IOException {
    Path net = Files.createDirectories(proc.resolve(pid).resolve("net"));
    Path ns = Files.createDirectory(proc.resolve(pid).resolve("ns"));
    Files.writeString(net.resolve("dev"), "of " + pid + "\n");
    Files.createSymbolicLink(ns.resolve("net"), Path.of(namespace));
  }

  private static long inode(Path path) throws IOException {
    return (Long) Files.getAttribute(path, "unix:ino");
  }

  private static String text(FileContent content) {
    return new String(content.bytes(), 0, content.length(), UTF_8);
  }

  private static void assertErrno(int errno, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .satisfies(
            failure -> assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno));
  }
}
