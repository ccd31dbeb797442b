// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.Command;
import dev.procpush.LiveNamespace;
import dev.procpush.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Entering and leaving namespaces of the running kernel.
@RequiresRoot
@Timeout(120)
final class NamespaceThreadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final NamespaceThread thread = NamespaceThread.start("/");

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void entersANamedNamespaceAndIsHomeAgain() throws Exception {
    long home = inodeOf(Path.of("/proc/self"));
    try (NamedNamespace one = NamedNamespace.create("pp-thread-one");
        NamedNamespace other = NamedNamespace.create("pp-thread-other")) {
      NamespaceMount mountOfOne = one.mount();
      NamespaceMount mountOfOther = other.mount();
      long inodeOfOne = one.inode();
      long inodeOfOther = other.inode();
      assertThat(List.of(home, inodeOfOne, inodeOfOther)).doesNotHaveDuplicates();
      run(
          inside -> {
            assertThat(inside.inode()).isEqualTo(home);
            inside.enter(mountOfOne);
            assertThat(inside.inode()).isEqualTo(inodeOfOne);
            inside.enter(mountOfOther);
            assertThat(inside.inode()).isEqualTo(inodeOfOther);
            inside.goHome();
            assertThat(inside.inode()).isEqualTo(home);
            inside.enter(mountOfOne);
          });
      run(inside -> assertThat(inside.inode()).isEqualTo(home));
      assertNoThreadIsOutside(home);
    }
  }

  @Test
  void isHomeAgainWhateverTheWorkThrew() throws Exception {
    long home = inodeOf(Path.of("/proc/self"));
    try (NamedNamespace named = NamedNamespace.create("pp-thread-throws")) {
      NamespaceMount mount = named.mount();
      assertThatThrownBy(
              () ->
                  run(
                      inside -> {
                        inside.enter(mount);
                        throw new StackOverflowError("made up");
                      }))
          .isInstanceOf(StackOverflowError.class);
      assertNoThreadIsOutside(home);
      run(inside -> assertThat(inside.inode()).isEqualTo(home));
      assertThat(thread.lost()).isZero();
    }
  }

  @Test
  void entersTheNamespaceOfAProcess() throws Exception {
    long home = inodeOf(Path.of("/proc/self"));
    try (LiveNamespace live = LiveNamespace.create()) {
      long inode = live.inode();
      long link = nsfsInode(live.pid());
      long homeLink = nsfsInode(ProcessHandle.current().pid());
      run(
          inside -> {
            inside.enterProcess("/proc/" + live.pid(), inode);
            assertThat(inside.inode()).isEqualTo(inode);
            assertThat(inside.nsfsInode()).isEqualTo(link);
            assertErrno(
                ErrnoException.ESTALE, () -> inside.enterProcess("/proc/" + live.pid(), inode + 1));
            assertThat(inside.inode()).isEqualTo(home);
            assertThat(inside.nsfsInode()).isEqualTo(homeLink);
          });
    }
  }

  @Test
  void isHomeWhenANamespaceCannotBeEntered(@TempDir Path folder) throws Exception {
    long home = inodeOf(Path.of("/proc/self"));
    try (NamedNamespace named = NamedNamespace.create("pp-thread-cannot")) {
      NamespaceMount mount = named.mount();
      Path uts = Files.createFile(folder.resolve("uts"));
      Command.run("mount", "--bind", "/proc/self/ns/uts", uts.toString());
      try (RootFiles files = RootFiles.under("/")) {
        NamespaceMount other =
            files.namespaceMounts(folder.toString(), 100_000).stream()
                .filter(found -> found.path().equals(uts.toString()))
                .findFirst()
                .orElseThrow();
        run(
            inside -> {
              inside.enter(mount);
              assertErrno(ErrnoException.EINVAL, () -> inside.enter(other));
              assertThat(inside.inode()).isEqualTo(home);
              inside.enter(mount);
              assertErrno(ErrnoException.ENOENT, () -> inside.enterProcess("/proc/0", 1));
              assertThat(inside.inode()).isEqualTo(home);
            });
      } finally {
        Command.run("umount", uts.toString());
      }
    }
  }

  @Test
  void anotherNamespaceUnderTheSameNameIsStale() throws Exception {
    try (NamedNamespace first = NamedNamespace.create("pp-thread-again")) {
      NamespaceMount mount = first.mount();
      first.delete();
      run(inside -> assertErrno(ErrnoException.ENOENT, () -> inside.enter(mount)));
      // The kernel may well use the inode number again at once; the time differs.
      for (int i = 0; i < 5; i++) {
        try (NamedNamespace second = NamedNamespace.create("pp-thread-again")) {
          NamespaceMount another = second.mount();
          assertThat(another).isNotEqualTo(mount);
          run(
              inside -> {
                assertErrno(ErrnoException.ESTALE, () -> inside.enter(mount));
                inside.enter(another);
              });
        }
      }
    }
  }

  @Test
  void aNamespaceDeletedMeanwhileIsReadToTheEndAndThenFreed() throws Exception {
    try (LiveNamespace observer = LiveNamespace.create();
        NamedNamespace named = NamedNamespace.create("pp-thread-deleted")) {
      observer.run("ip", "link", "add", "seen", "type", "veth", "peer", "name", "far");
      observer.run("ip", "link", "set", "far", "netns", "pp-thread-deleted");
      NamespaceMount mount = named.mount();
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch deleted = new CountDownLatch(1);
      // Not from within: a thread or a process that is started there would stay there.
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitUnchecked(arrived);
                    named.delete();
                    deleted.countDown();
                  });
      run(
          inside -> {
            inside.enter(mount);
            inside.readSysctl("net/ipv4/ip_forward");
            inside.readSysfs("class/net/far/mtu");
            inside.ask(NetlinkRequest.LINKS);
            inside.ask(NetlinkRequest.TCP_ALL);
            arrived.countDown();
            awaitUnchecked(deleted);
            assertThat(text(inside.read("net/dev"))).contains("far:");
            assertThat(inside.ask(NetlinkRequest.link("far")).length()).isPositive();
            assertThat(netDev(observer)).contains("seen:");
          });
      other.join();
      eventually(PATIENCE, () -> assertThat(netDev(observer)).doesNotContain("seen:"));
    }
  }

  @Test
  void aThreadThatCannotGoHomeEndsAndAnotherTakesItsPlace() throws Exception {
    long home = inodeOf(Path.of("/proc/self"));
    // A namespace of another kind is no way home: setns refuses it.
    try (var lost = new NamespaceThread("/", "/proc/thread-self/ns/uts");
        LiveNamespace observer = LiveNamespace.create();
        NamedNamespace named = NamedNamespace.create("pp-thread-lost")) {
      observer.run("ip", "link", "add", "seen", "type", "veth", "peer", "name", "far");
      observer.run("ip", "link", "set", "far", "netns", "pp-thread-lost");
      NamespaceMount mount = named.mount();
      List<Thread> threads = new ArrayList<>();
      lost.run(
          unchecked(
              inside -> {
                threads.add(Thread.currentThread());
                inside.enter(mount);
                assertThat(text(inside.read("net/dev"))).contains("far:");
                inside.goHome();
                assertThat(inside.isEntered()).isFalse();
                assertErrno(ErrnoException.EINVAL, () -> inside.read("net/dev"));
                assertErrno(ErrnoException.EINVAL, () -> inside.readSysctl("kernel/ostype"));
                assertErrno(ErrnoException.EINVAL, () -> inside.readSysfs("class/net/lo/mtu"));
                assertErrno(ErrnoException.EINVAL, () -> inside.ask(NetlinkRequest.LINKS));
                assertErrno(ErrnoException.EINVAL, () -> inside.enter(mount));
                assertErrno(ErrnoException.EINVAL, inside::inode);
              }));
      assertThat(lost.lost()).isOne();
      assertThat(threads.getFirst().isAlive()).isFalse();
      assertThatThrownBy(
              () ->
                  lost.run(
                      unchecked(
                          inside -> {
                            inside.enter(mount);
                            throw new IllegalStateException("made up");
                          })))
          .hasMessage("made up");
      assertThat(lost.lost()).isEqualTo(2);
      lost.run(unchecked(inside -> assertThat(inside.inode()).isEqualTo(home)));
      assertThat(lost.lost()).isEqualTo(2);
      named.delete();
      eventually(PATIENCE, () -> assertThat(netDev(observer)).doesNotContain("seen:"));
      assertNoThreadIsOutside(home);
    }
  }

  @Test
  void aThousandVisitsLeaveNothingBehind() throws Exception {
    try (NamedNamespace named = NamedNamespace.create("pp-thread-leak");
        LiveNamespace live = LiveNamespace.create()) {
      NamespaceMount mount = named.mount();
      NamespaceMount wrong = new NamespaceMount(mount.path(), mount.nsfsInode(), 1);
      Work visits =
          inside -> {
            for (int i = 0; i < 50; i++) {
              inside.enter(mount);
              inside.read("net/dev");
              inside.readSysctl("net/ipv4/ip_forward");
              inside.readSysfs("class/net/lo/mtu");
              inside.ask(NetlinkRequest.LINKS);
              inside.ask(NetlinkRequest.TCP_ALL);
              assertErrno(ErrnoException.ENODEV, () -> inside.ask(NetlinkRequest.link("none")));
              inside.enterProcess("/proc/" + live.pid(), live.inode());
              inside.ask(NetlinkRequest.ADDRESSES);
              assertErrno(ErrnoException.ESTALE, () -> inside.enter(wrong));
              inside.ask(NetlinkRequest.TCP_LISTENING);
              inside.readSysfs("class/net/lo/mtu");
            }
          };
      run(visits);
      long descriptors = count("/proc/self/fd");
      long threads = count("/proc/self/task");
      for (int i = 0; i < 19; i++) {
        run(visits);
      }
      assertThat(count("/proc/self/fd")).isBetween(descriptors - 5, descriptors + 5);
      assertThat(count("/proc/self/task")).isBetween(threads - 5, threads + 5);
      assertNoThreadIsOutside(inodeOf(Path.of("/proc/self")));
      thread.close();
    }
  }

  /// A thread that ended meanwhile is nowhere.
  private static void assertNoThreadIsOutside(long home) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        try {
          assertThat(inodeOf(task)).as(task.toString()).isEqualTo(home);
        } catch (NoSuchFileException e) {
          assertThat(task).doesNotExist();
        }
      }
    }
  }

  private static long nsfsInode(long pid) throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
    return Long.parseLong(link.replaceAll("\\D", ""));
  }

  private static long inodeOf(Path process) throws IOException {
    return (Long) Files.getAttribute(process.resolve("net/dev"), "unix:ino");
  }

  private static long count(String directory) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries.count();
    }
  }

  private static String netDev(LiveNamespace namespace) throws ErrnoException {
    return text(KernelFiles.ofKernel().read("/proc/" + namespace.pid(), "net/dev"));
  }

  private static String text(FileContent content) {
    return new String(content.copy(), UTF_8);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void run(Work work) {
    thread.run(unchecked(work));
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

  private static void assertErrno(int errno, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .satisfies(
            failure -> assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno));
  }

  @FunctionalInterface
  private interface Work {
    void in(NamespaceThread.Inside inside) throws ErrnoException;
  }
}
