// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Trees that a stranger made, in both ways of following a path.
@Timeout(30)
final class HostRootFilesTest {
  private static final int MAX = 10_000;

  @TempDir Path folder;

  private Path root;

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("etc/deep/er"));
    Files.writeString(root.resolve("etc/hostname"), "inside\n");
    Files.writeString(folder.resolve("secret"), "outside\n");
  }

  @ParameterizedTest
  @EnumSource
  void readsARegularFile(RootResolution resolution) throws Exception {
    assertThat(read(resolution, "/etc/hostname")).isEqualTo("inside\n");
    assertThat(read(resolution, "//etc/./hostname")).isEqualTo("inside\n");
    byte[] large = "x".repeat(200_000).getBytes(UTF_8);
    Files.write(root.resolve("large"), large);
    assertThat(files(resolution).read("/large", 200_000)).isEqualTo(large);
    Files.writeString(root.resolve("empty"), "");
    assertThat(files(resolution).read("/empty", 0)).isEmpty();
  }

  @Test
  void keepsLinksInsideTheRoot() throws Exception {
    var files = files(RootResolution.IN_ROOT);
    link("absolute", "/etc/hostname");
    link("etc/deep/er/relative", "../../hostname");
    link("escape", "../../../../../../../../etc/hostname");
    link("etc/directory", "/etc/deep/../../etc");
    assertThat(text(files.read("/absolute", MAX))).isEqualTo("inside\n");
    assertThat(text(files.read("/etc/deep/er/relative", MAX))).isEqualTo("inside\n");
    assertThat(text(files.read("/escape", MAX))).isEqualTo("inside\n");
    assertThat(text(files.read("/etc/directory/hostname", MAX))).isEqualTo("inside\n");
    assertThat(text(files.read("/../../etc/hostname", MAX))).isEqualTo("inside\n");
  }

  @Test
  void followsNoLinkComponentByComponent() throws Exception {
    var files = files(RootResolution.COMPONENTS);
    link("etc/file", "hostname");
    link("directory", "etc");
    assertErrno(ErrnoException.ELOOP, () -> files.read("/etc/file", MAX));
    assertErrno(ErrnoException.ELOOP, () -> files.read("/directory/hostname", MAX));
    assertErrno(ErrnoException.ELOOP, () -> files.list("/directory", MAX));
    assertErrno(ErrnoException.EXDEV, () -> files.read("/etc/../etc/hostname", MAX));
  }

  @ParameterizedTest
  @EnumSource
  void neverReadsOutside(RootResolution resolution) throws Exception {
    String name = folder.getFileName() + "/secret";
    link("absolute", folder.resolve("secret").toString());
    link("relative", "../secret");
    link("etc/up", "../../..");
    link("loop", "loop");
    for (String path :
        new String[] {
          "/absolute",
          "/relative",
          "/../secret",
          "/etc/../../secret",
          "/etc/up/" + name,
          "/loop",
          "/etc/up/secret"
        }) {
      assertThatExceptionOfType(ErrnoException.class)
          .as(path)
          .isThrownBy(() -> files(resolution).read(path, MAX));
    }
  }

  @ParameterizedTest
  @EnumSource
  void followsNoMagicLinkAndReadsNothingTheKernelMadeUp(RootResolution resolution) {
    RootFiles host = new HostRootFiles("/", resolution);
    assertErrno(ErrnoException.ELOOP, () -> host.read("/proc/self/root/etc/passwd", MAX));
    assertErrno(ErrnoException.ELOOP, () -> host.read("/proc/self/cwd/pom.xml", MAX));
    assertErrno(ErrnoException.ELOOP, () -> host.list("/proc/self/root", MAX));
    assertErrno(ErrnoException.EINVAL, () -> host.read("/proc/version", MAX));
    assertErrno(ErrnoException.EINVAL, () -> host.list("/proc", MAX));
    assertErrno(ErrnoException.EINVAL, () -> host.list("/sys", MAX));
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsNoRegularFileWithoutWaiting(RootResolution resolution) throws Exception {
    RootFiles files = files(resolution);
    Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    assertErrno(ErrnoException.EINVAL, () -> files.read("/fifo", MAX));
    assertErrno(ErrnoException.EISDIR, () -> files.read("/etc", MAX));
    assertErrno(ErrnoException.EISDIR, () -> files.read("/", MAX));
    assertErrno(ErrnoException.ENOTDIR, () -> files.list("/etc/hostname", MAX));
    assertErrno(ErrnoException.ENOTDIR, () -> files.list("/fifo", MAX));
    assertErrno(
        ErrnoException.EINVAL, () -> new HostRootFiles("/", resolution).read("/dev/zero", MAX));
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsLongerThanAsked(RootResolution resolution) throws Exception {
    RootFiles files = files(resolution);
    try (var huge = new RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertErrno(ErrnoException.EFBIG, () -> files.read("/huge", 1_000_000));
    assertErrno(ErrnoException.EFBIG, () -> files.read("/etc/hostname", 6));
    assertThat(files.read("/etc/hostname", 7)).hasSize(7);
  }

  @ParameterizedTest
  @EnumSource
  void failsAsTheKernelDoes(RootResolution resolution) {
    RootFiles files = files(resolution);
    assertErrno(ErrnoException.ENOENT, () -> files.read("/etc/nothing", MAX));
    assertErrno(ErrnoException.ENOENT, () -> files.read("/nothing/hostname", MAX));
    assertErrno(ErrnoException.ENOTDIR, () -> files.read("/etc/hostname/x", MAX));
    assertErrno(ErrnoException.ENAMETOOLONG, () -> files.read("/" + "x".repeat(256), MAX));
    assertErrno(ErrnoException.ENAMETOOLONG, () -> files.read("/" + "x".repeat(5000), MAX));
    assertErrno(ErrnoException.EINVAL, () -> files.read("etc/hostname", MAX));
    assertErrno(ErrnoException.EINVAL, () -> files.read("", MAX));
    assertErrno(ErrnoException.EINVAL, () -> files.read("/etc/hostname\0", MAX));
    assertErrno(
        ErrnoException.ENOENT,
        () -> new HostRootFiles(folder + "/no", resolution).read("/etc/hostname", MAX));
  }

  @ParameterizedTest
  @EnumSource
  void listsNamesUpToABound(RootResolution resolution) throws Exception {
    RootFiles files = files(resolution);
    assertThat(files.list("/etc", MAX)).containsExactlyInAnyOrder("deep", "hostname");
    assertThat(files.list("/", MAX)).containsExactly("etc");
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 3000; i++) {
      Files.createFile(many.resolve("with a long name, so that one call does not list all " + i));
    }
    assertThat(files.list("/many", 5000)).hasSize(3000).doesNotHaveDuplicates();
    assertThat(files.list("/many", 17)).hasSize(17);
  }

  @ParameterizedTest
  @EnumSource
  void readsLinksAndFollowsNone(RootResolution resolution) throws Exception {
    link("etc/absolute", "/var/log/pods/shop_web_1/nginx/0.log");
    link("etc/outside", "../../secret");
    link("etc/longest", "x".repeat(1_024));
    link("etc/longer", "x".repeat(1_025));

    assertThat(files(resolution).links("/etc", MAX))
        .containsOnly(
            Map.entry("absolute", "/var/log/pods/shop_web_1/nginx/0.log"),
            Map.entry("outside", "../../secret"),
            Map.entry("longest", "x".repeat(1_024)));
    assertThat(files(resolution).links("/etc", 0)).isEmpty();
    assertErrno(ErrnoException.ENOENT, () -> files(resolution).links("/none", MAX));
    assertErrno(ErrnoException.ENOTDIR, () -> files(resolution).links("/etc/hostname", MAX));
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoDescriptorOpen(RootResolution resolution) throws Exception {
    link("loop", "loop");
    RootFiles files = files(resolution);
    long before = descriptors();
    for (int i = 0; i < 500; i++) {
      files.read("/etc/hostname", MAX);
      files.list("/etc", MAX);
      assertErrno(ErrnoException.EISDIR, () -> files.read("/etc/deep/er", MAX));
      assertErrno(ErrnoException.ENOENT, () -> files.read("/etc/deep/er/x", MAX));
      assertErrno(ErrnoException.ELOOP, () -> files.read("/loop", MAX));
      assertErrno(ErrnoException.EFBIG, () -> files.read("/etc/hostname", 1));
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> files.read("/etc/../\0", MAX));
    }
    assertThat(descriptors()).isBetween(before - 10, before + 10);
  }

  @ParameterizedTest
  @EnumSource
  void findsASocketAndConnectsToThatVeryOne(RootResolution resolution) throws Exception {
    Path path = root.resolve("etc/real.sock");
    try (ServerSocketChannel server = listen(path);
        SocketPlace place = files(resolution).socket("/etc/real.sock")) {
      Files.move(path, root.resolve("etc/moved.sock"));
      Files.writeString(path, "another file");
      assertThat(place.isWritable()).isTrue();
      assertThat(place.permissions()).isEqualTo(0755);
      assertThat(place.uid()).isEqualTo(Files.getAttribute(root, "unix:uid"));
      assertThat(place.gid()).isEqualTo(Files.getAttribute(root, "unix:gid"));
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(place.path()))) {
        assertThat(client.isConnected()).isTrue();
        server.accept().close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesNothingElseForASocket(RootResolution resolution) throws Exception {
    RootFiles files = files(resolution);
    assertErrno(ErrnoException.ENOTSOCK, () -> files.socket("/etc/hostname").close());
    assertErrno(ErrnoException.ENOTSOCK, () -> files.socket("/etc").close());
    assertErrno(ErrnoException.ENOENT, () -> files.socket("/etc/none.sock").close());
    assertErrno(ErrnoException.EINVAL, () -> files.socket("etc/none.sock").close());
    try (ServerSocketChannel _ = listen(folder.resolve("outside.sock"))) {
      link("link.sock", folder.resolve("outside.sock").toString());
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> files.socket("/link.sock").close());
    }
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return server;
  }

  @Test
  void theFactoryReadsThisMachine() throws Exception {
    try (RootFiles host = RootFiles.under("/")) {
      assertThat(text(host.read("/etc/passwd", 10_000_000))).contains("root:");
    }
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  private RootFiles files(RootResolution resolution) {
    return new HostRootFiles(root.toString(), resolution);
  }

  private String read(RootResolution resolution, String path) throws ErrnoException {
    return text(files(resolution).read(path, MAX));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static void assertErrno(int errno, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .satisfies(
            failure -> assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno));
  }
}
