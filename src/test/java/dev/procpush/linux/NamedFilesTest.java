// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.collector.CollectionTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NamedFilesTest {
  private static final long BOUND = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SOON = TimeUnit.SECONDS.toNanos(30);

  private final BoundedCalls calls = new BoundedCalls(() -> 10_000_000);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger opened = new AtomicInteger();
  private final NamedFiles dead = NamedFiles.on(calls, new DeadFiles(), new FixedPatience(BOUND));

  @TempDir private Path root;

  @AfterEach
  void close() {
    answer.countDown();
    calls.close();
  }

  @Test
  void readsWhatIsThere() throws Exception {
    Files.createDirectories(root.resolve("a"));
    Files.writeString(root.resolve("a/b"), "text");
    NamedFiles files =
        NamedFiles.on(calls, RootFiles.under(root.toString()), new FixedPatience(SOON));

    assertThat(files.read("/a", "/b", 10)).isEqualTo("text".getBytes(UTF_8));
    assertThat(NamedFiles.inline(RootFiles.under(root.toString())).read("/a", "/b", 10))
        .isEqualTo("text".getBytes(UTF_8));
    assertErrno(files, "/a", "/c", ErrnoException.ENOENT);
    assertErrno(files, "/a", "", ErrnoException.EISDIR);
  }

  @Test
  void triesNoMoreInAFolderThatDoesNotAnswer() throws Exception {
    assertErrno(dead, "/dead", "/x", ErrnoException.ETIMEDOUT);
    assertErrno(dead, "/dead", "/y", ErrnoException.ETIMEDOUT);
    assertThat(opened).hasValue(1);
    assertThat(calls.stuck()).isOne();

    answer.countDown();
    while (calls.stuck() > 0) {
      Thread.onSpinWait();
    }
    NamedFiles patient = NamedFiles.on(calls, new DeadFiles(), new FixedPatience(SOON));
    assertThat(patient.read("/dead", "/y", 10)).isEqualTo("/dead/y".getBytes(UTF_8));
  }

  @Test
  void waitsInVainNoLongerThanAllOfACollectionMay() throws Exception {
    CollectionTime time = new CollectionTime(Duration.ofMillis(300));
    Patience patience = time.patience(CollectionTime.Share.NAMED_FILES);
    NamedFiles files = NamedFiles.on(calls, new DeadFiles(), patience);

    assertErrno(files, "/dead", "/x", ErrnoException.ETIMEDOUT);
    assertThat(patience.leftNanos()).isZero();
    assertErrno(files, "/other", "/x", ErrnoException.ETIMEDOUT);
    assertThat(opened).as("no more is tried in this collection").hasValueLessThanOrEqualTo(1);
  }

  @Test
  void leavesThreadsForOthersHoweverManyFoldersDoNotAnswer() {
    for (int i = 0; i < NamedFiles.MAX_STUCK + 3; i++) {
      assertErrno(dead, "/dead" + i, "/x", ErrnoException.ETIMEDOUT);
    }

    assertThat(calls.stuck()).isEqualTo(NamedFiles.MAX_STUCK);
    assertThat(opened).hasValue(NamedFiles.MAX_STUCK);
  }

  private static void assertErrno(NamedFiles files, String folder, String name, int errno) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> files.read(folder, name, 10))
        .extracting(ErrnoException::errno)
        .isEqualTo(errno);
  }

  /// Files that answer when the test lets them.
  private final class DeadFiles implements RootFiles {

    @Override
    public byte[] read(String path, int maxBytes) {
      opened.incrementAndGet();
      boolean interrupted = false;
      while (true) {
        try {
          answer.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return path.getBytes(UTF_8);
    }

    @Override
    public List<String> list(String path, int maxEntries) {
      throw new UnsupportedOperationException(path);
    }

    @Override
    public Map<String, String> links(String path, int maxEntries) {
      throw new UnsupportedOperationException(path);
    }

    @Override
    public List<NamespaceMount> namespaceMounts(String folder, int max) {
      throw new UnsupportedOperationException(folder);
    }

    @Override
    public SocketPlace socket(String path) {
      throw new UnsupportedOperationException(path);
    }

    @Override
    public void close() {}
  }
}
