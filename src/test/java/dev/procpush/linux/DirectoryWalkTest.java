// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.FileSystems.Place;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWalkTest {
  @TempDir Path folder;
  private Path top;

  @BeforeEach
  void makeTop() throws IOException {
    top = Files.createDirectory(folder.resolve("top"));
  }

  @Test
  void countsAsDuDoes() throws Exception {
    assertThat(walked()).as("an empty one").isEqualTo(du(top)).isNotNegative();

    Files.write(top.resolve("file"), new byte[100_000]);
    run("truncate -s 1G sparse; mkfifo fifo; mkdir -p a/b; ln file a/b/again; ln file a/same");
    run(
        "mkdir \"$(printf 'no\\377text')\"; head -c 70000 /dev/urandom > \"$(printf"
            + " 'no\\377text')/x\"");
    run("i=0; while [ $i -lt 300 ]; do mkdir d$i; echo $i > d$i/file; i=$((i+1)); done");

    assertThat(walked()).isEqualTo(du(top)).isBetween(270_000L, 100_000_000L);
  }

  @Test
  void followsNoLink() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.write(outside.resolve("big"), new byte[1_000_000]);
    Files.createSymbolicLink(top.resolve("out"), outside);
    Files.createSymbolicLink(top.resolve("file"), outside.resolve("big"));
    assertThat(walked()).isEqualTo(du(top)).isLessThan(1_000_000);

    Files.createSymbolicLink(folder.resolve("escape"), Path.of("/proc"));
    assertThatThrownBy(() -> walk(new Place(folder.toString(), "/escape"), () -> true))
        .isInstanceOf(ErrnoException.class);
    assertThatThrownBy(() -> walk(new Place(folder.toString(), "/gone"), () -> true))
        .hasMessage("walk " + folder + "/gone: ENOENT");
  }

  @Test
  void goesAsDeepAsItHasTo() throws Exception {
    Files.createDirectories(top.resolve("d/".repeat(200)));
    Files.write(top.resolve("d/".repeat(200) + "file"), new byte[50_000]);
    Files.write(top.resolve("d/".repeat(100) + "file"), new byte[50_000]);

    assertThat(walked()).isEqualTo(du(top)).isGreaterThan(100_000);
  }

  @Test
  void giveUpWhereThereIsNoEnd() throws Exception {
    run("n=d; i=0; while [ $i -lt 300 ]; do n=$n/d; i=$((i+1)); done; mkdir -p $n");
    run("i=0; while [ $i -lt 8 ]; do mkdir up; mv d up/d; mv up d; i=$((i+1)); done");
    assertThat(walked()).isEqualTo(du(top));

    run("touch 1 2 3 4 5 6 7 8");
    assertThatThrownBy(() -> walk(new Place("/", top.toString()), () -> true, 100))
        .hasMessage("walk " + top + ": EFBIG");
  }

  @Test
  void staysInItsFileSystem() throws Exception {
    Path shm = Files.createTempFile(Path.of("/dev/shm"), "procpush", "walk");
    try {
      Files.write(shm, new byte[1_000_000]);
      assertThat(walk(new Place("/", "/dev"), () -> true)).isEqualTo(du(Path.of("/dev")));
    } finally {
      Files.delete(shm);
    }
  }

  @Test
  void takesNoNumberFromFolderThatIsMovedMeanwhile() throws Exception {
    Files.createDirectories(top.resolve("a/b"));
    Files.createFile(top.resolve("a/b/file"));
    AtomicInteger steps = new AtomicInteger();

    // the third entry is the file
    long bytes =
        walk(
            new Place("/", top.toString()),
            () -> {
              if (steps.incrementAndGet() == 3) {
                move(top.resolve("a/b"), folder.resolve("b"));
              }
              return true;
            });

    assertThat(bytes).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThat(steps).hasValue(3);
  }

  @Test
  void skipsWhatGoesMeanwhileAndStopsWhenTold() throws Exception {
    Files.createDirectories(top.resolve("a"));
    AtomicInteger steps = new AtomicInteger();
    assertThat(
            walk(
                new Place("/", top.toString()),
                () -> {
                  move(top.resolve("a"), folder.resolve("b"));
                  return steps.incrementAndGet() > 0;
                }))
        .isEqualTo(du(top));
    assertThat(steps).hasValue(1);

    Files.createFile(top.resolve("file"));
    assertThat(walk(new Place("/", top.toString()), () -> false)).isEqualTo(DirectoryUsage.UNKNOWN);
  }

  @Test
  void leavesNoDescriptorOpen() throws Exception {
    Files.createDirectories(top.resolve("a/b/c"));
    long before = descriptorsOf(top);
    assertThat(walked()).isPositive();
    assertThat(walk(new Place("/", top.toString()), () -> false)).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThat(descriptorsOf(top)).isEqualTo(before).isZero();
  }

  private static long descriptorsOf(Path folder) throws IOException {
    try (var links = Files.list(Path.of("/proc/self/fd"))) {
      return links
          .filter(link -> link.toFile().toString().startsWith("/proc"))
          .filter(
              link -> {
                try {
                  return Files.readSymbolicLink(link).startsWith(folder);
                } catch (IOException e) {
                  return false;
                }
              })
          .count();
    }
  }

  private long walked() throws ErrnoException {
    return walk(new Place(folder.toString(), "/top"), () -> true);
  }

  private static long walk(Place place, DirectoryWalks.Step step) throws ErrnoException {
    return walk(place, step, DirectoryWalk.MOST_ENTRIES);
  }

  private static long walk(Place place, DirectoryWalks.Step step, int most) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      return new DirectoryWalk(arena, RootResolution.ofThisKernel(), most).bytes(place, step);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long du(Path path) throws Exception {
    Process du = new ProcessBuilder("du", "-xs", "--block-size=1", path.toString()).start();
    String text = new String(du.getInputStream().readAllBytes(), UTF_8);
    assertThat(du.waitFor()).isZero();
    return Long.parseLong(text.substring(0, text.indexOf('\t')));
  }

  private void run(String script) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-ec", script).directory(top.toFile()).inheritIO().start();
    assertThat(shell.waitFor()).isZero();
  }
}
