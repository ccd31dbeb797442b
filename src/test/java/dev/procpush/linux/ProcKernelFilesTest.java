// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernel of the machine that runs the test.
final class ProcKernelFilesTest {
  private static final int READS = 10_000;

  private final KernelFiles files = KernelFiles.ofKernel();

  @TempDir Path folder;

  @Test
  void readsAKernelFile() throws Exception {
    assertThat(text(files.read("/proc/self", "net/dev")))
        .startsWith("Inter-|   Receive")
        .endsWith("\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 65_535, 65_536, 65_537, 300_001, 3_000_000})
  void readsFilesOfAnySizeWhole(int size) throws Exception {
    byte[] written = new byte[size];
    new Random(size).nextBytes(written);
    Files.write(folder.resolve("file"), written);
    assertThat(files.read(folder.toString(), "file").copy()).isEqualTo(written);
  }

  @Test
  void aShortFileAfterALongOneHasNothingOfIt() throws Exception {
    Files.writeString(folder.resolve("long"), "x".repeat(200_000));
    Files.writeString(folder.resolve("short"), "y");
    files.read(folder.toString(), "long");
    assertThat(text(files.read(folder.toString(), "short"))).isEqualTo("y");
  }

  @Test
  void doesNotKeepTheMemoryOfAVeryLongFile() throws Exception {
    Files.write(folder.resolve("long"), new byte[10_000_000]);
    Files.writeString(folder.resolve("short"), "y");
    files.read(folder.toString(), "long");
    assertThat(files.read(folder.toString(), "short").bytes()).hasSizeLessThan(2_000_000);
  }

  @Test
  void refusesAFileBeyondTheBound() throws Exception {
    Files.write(folder.resolve("fits"), new byte[100_000]);
    Files.write(folder.resolve("large"), new byte[100_001]);
    try (var bounded = new ProcKernelFiles(100_000)) {
      assertThat(bounded.read(folder.toString(), "fits").length()).isEqualTo(100_000);
      assertErrno(ErrnoException.EFBIG, () -> bounded.read(folder.toString(), "large"));
    }
    assertErrno(ErrnoException.EFBIG, () -> files.read("/dev", "zero"));
  }

  @Test
  void listsAFolder() throws Exception {
    for (int i = 0; i < 3000; i++) {
      Files.createFile(folder.resolve("entry" + i));
    }
    assertThat(files.list(folder.toString(), ".")).hasSize(3000).contains("entry0", "entry2999");
    assertErrno(ErrnoException.ENOENT, () -> files.list("/proc/self", "nothing"));
    assertErrno(ErrnoException.ENOTDIR, () -> files.list("/proc", "stat"));
  }

  @Test
  void countsTheDescriptorsOfAProcess() throws Exception {
    int listed = Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    // who lists has opened the folder meanwhile; other threads may open and close files
    assertThat(files.countNumbers("/proc/self", "fd")).isBetween(listed - 10, listed + 10);
    assertErrno(ErrnoException.ENOENT, () -> files.countNumbers("/proc/self", "nothing"));
  }

  @Test
  void countsTheEntriesOfAFolderWhoseSizeTellsNothing() throws Exception {
    int tasks = Objects.requireNonNull(new File("/proc/self/task").list()).length;
    assertThat(files.countNumbers("/proc/self", "task")).isBetween(tasks - 10, tasks + 10);
  }

  @Test
  void listsNoMoreOfAHugeFolderThanTheBound() throws Exception {
    for (int i = 0; i < KernelFiles.MAX_ENTRIES + 10; i++) {
      Files.createFile(folder.resolve("x" + i));
    }
    assertThat(files.list(folder.toString(), "")).hasSize(KernelFiles.MAX_ENTRIES);
  }

  @Test
  void givesTheErrnoOfTheCallThatFailed() throws Exception {
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    String here = folder.toString();
    assertErrno(ErrnoException.ENOENT, () -> files.read("/proc/self", "nothing"));
    assertErrno(ErrnoException.EISDIR, () -> files.read("/proc/self", "net"));
    assertErrno(ErrnoException.ENOTDIR, () -> files.read("/proc/self/stat", "x"));
    assertErrno(ErrnoException.ENOTDIR, () -> files.forEachNumber("/proc/stat", (_, _) -> {}));
    assertErrno(ErrnoException.ELOOP, () -> files.inode(here, "loop"));
    assertErrno(ErrnoException.EINVAL, () -> files.readLink("/proc/self", "stat"));
    assertErrno(ErrnoException.EINVAL, () -> files.read(here, "loop\0"));
    assertErrno(ErrnoException.EINVAL, () -> files.read(here, "\u00fc\0"));
    assertErrno(ErrnoException.ENAMETOOLONG, () -> files.read(here, "x".repeat(300)));
    assertErrno(ErrnoException.ENAMETOOLONG, () -> files.read(here, "x/".repeat(4000)));
    assertErrno(ErrnoException.ENAMETOOLONG, () -> files.read(here, "\u00fc/".repeat(2000)));
  }

  @Test
  void namesTheCallThePathAndTheErrno() {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> files.read("/proc/self", "nothing"))
        .withMessage("open /proc/self/nothing: ENOENT")
        .satisfies(gone -> assertThat(gone.isGone()).isTrue());
  }

  @Test
  void readsANameBeyondAscii() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("f\u00fcr \u7db2"));
    Files.writeString(directory.resolve("\ud83d\udc27"), "yes");
    assertThat(text(files.read(directory.toString(), "\ud83d\udc27"))).isEqualTo("yes");
  }

  @Test
  void inodeIsThatOfStatWithLinksFollowed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    long expected = (Long) Files.getAttribute(file, "unix:ino");
    assertThat(files.inode(folder.toString(), "link")).isEqualTo(expected);
    assertThat(files.inode("/proc/self", "net/dev"))
        .isEqualTo(files.inode("/proc/self/task/" + ProcessHandle.current().pid(), "net/dev"));
  }

  @Test
  void readsTheFileWithTheInodeAskedForAndNoOther() throws Exception {
    long inode = files.inode("/proc/self", "net/dev");
    assertThat(text(files.read("/proc/self", "net/dev", inode))).startsWith("Inter-|   Receive");
    assertErrno(ErrnoException.ESTALE, () -> files.read("/proc/self", "net/dev", inode + 1));
    assertErrno(ErrnoException.ENOENT, () -> files.read("/proc/self", "nothing", inode));
  }

  @Test
  void visitsTheEntriesThatAreNumbers() throws Exception {
    var expected = new TreeMap<Integer, Long>();
    for (int number = 0; number < 5000; number += 7) {
      Path entry = Files.createDirectory(folder.resolve(Integer.toString(number)));
      expected.put(number, (Long) Files.getAttribute(entry, "unix:ino"));
    }
    for (String name : List.of("self", "1x", "-1", "007", "2147483648", "99999999999999999999")) {
      Files.createDirectory(folder.resolve(name));
    }
    Path last = Files.createDirectory(folder.resolve("2147483647"));
    expected.put(Integer.MAX_VALUE, (Long) Files.getAttribute(last, "unix:ino"));
    var seen = new TreeMap<Integer, Long>();
    files.forEachNumber(folder.toString(), seen::put);
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void theVisitorMayReadAndList() throws Exception {
    int pid = (int) ProcessHandle.current().pid();
    List<Integer> processes = new ArrayList<>();
    List<Integer> threads = new ArrayList<>();
    files.forEachNumber(
        "/proc",
        (process, _) -> {
          processes.add(process);
          if (process == pid) {
            assertThat(read("/proc/" + process, "comm")).isNotEmpty();
            forEachNumber("/proc/" + process + "/task", (thread, _) -> threads.add(thread));
          }
        });
    assertThat(processes).contains(1, pid).doesNotHaveDuplicates();
    assertThat(threads).contains(pid).hasSizeGreaterThan(5);
  }

  @Test
  void readsALinkThatLeadsNowhere() throws Exception {
    Files.createSymbolicLink(folder.resolve("net"), Path.of("net:[4026531840]"));
    assertThat(files.readLink(folder.toString(), "net")).isEqualTo("net:[4026531840]");
    assertThat(files.readLink("/proc/self", "ns/net")).matches("net:\\[[0-9]+]");
  }

  @Test
  void tellsAProcfs() throws Exception {
    assertThat(KernelFiles.isProcfs("/proc")).isTrue();
    assertThat(KernelFiles.isProcfs(folder.toString())).isFalse();
    assertErrno(ErrnoException.ENOENT, () -> KernelFiles.isProcfs("/nothing"));
    assertErrno(ErrnoException.ENOTDIR, () -> KernelFiles.isProcfs("/proc/stat"));
  }

  @Test
  void aProcessThatEndsIsGone() throws Exception {
    for (int i = 0; i < 20; i++) {
      Process process = new ProcessBuilder("cat").start();
      String directory = "/proc/" + process.pid();
      ExecutorService reader = Executors.newSingleThreadExecutor();
      try {
        Future<ErrnoException> end = reader.submit(() -> readUntilItFails(directory));
        process.destroyForcibly().waitFor();
        assertThat(end.get().isGone()).as(end.get().getMessage()).isTrue();
      } finally {
        reader.shutdownNow();
      }
    }
  }

  @Test
  @Timeout(120)
  void allocatesNothingInTheSteadyState() throws Exception {
    // The compiler works beside us, so the steady state is waited for.
    KernelFiles.NumberedEntryVisitor nobody = (_, _) -> {};
    assertThat(steady(() -> files.read("/proc/self", "net/dev"))).isLessThan(READS);
    assertThat(steady(() -> files.inode("/proc/self", "net/dev"))).isLessThan(READS);
    assertThat(steady(() -> list(nobody))).isLessThan(READS);
  }

  @Test
  void leavesNoDescriptorOpen() throws Exception {
    long before = descriptors();
    for (int i = 0; i < READS / 4; i++) {
      files.read("/proc/self", "stat");
      assertErrno(ErrnoException.ENOENT, () -> files.read("/proc/self", "nothing"));
      assertErrno(ErrnoException.EISDIR, () -> files.read("/proc/self", "net"));
      files.forEachNumber("/proc/self/task", (_, _) -> {});
    }
    // Others in this process may open a few in the meantime.
    assertThat(descriptors()).isBetween(before - 10, before + 10);
  }

  @Test
  void servesOneThreadAfterAnother() throws Exception {
    for (int i = 0; i < 5; i++) {
      Thread thread = Thread.ofPlatform().unstarted(() -> read("/proc/self", "stat"));
      List<Throwable> failures = new ArrayList<>();
      thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
      thread.start();
      thread.join();
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void instancesDoNotMixTheirErrnos() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Callable<Void>> work = new ArrayList<>();
      work.add(() -> failOften("/proc/self/nothing", ErrnoException.ENOENT));
      work.add(() -> failOften("/proc/self/stat/x", ErrnoException.ENOTDIR));
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }
  }

  private static Void failOften(String path, int errno) {
    try (KernelFiles own = KernelFiles.ofKernel()) {
      for (int i = 0; i < READS; i++) {
        assertErrno(errno, () -> own.read(path, ""));
      }
    }
    return null;
  }

  private ErrnoException readUntilItFails(String directory) {
    try {
      while (true) {
        files.read(directory, "cgroup");
        files.read(directory, "net/dev");
      }
    } catch (ErrnoException e) {
      return e;
    }
  }

  /// What 10,000 calls allocate in the end.
  private static long steady(Callable<?> call) throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    long allocated;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < READS; i++) {
        call.call();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    } while (allocated >= READS && System.nanoTime() < deadline);
    return allocated;
  }

  private KernelFiles list(KernelFiles.NumberedEntryVisitor visitor) throws ErrnoException {
    files.forEachNumber("/proc/self/task", visitor);
    return files;
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private byte[] read(String directory, String name) {
    try {
      return files.read(directory, name).copy();
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
  }

  private void forEachNumber(String directory, KernelFiles.NumberedEntryVisitor visitor) {
    try {
      files.forEachNumber(directory, visitor);
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
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
