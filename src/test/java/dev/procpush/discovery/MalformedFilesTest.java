// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MalformedFilesTest {
  private final MalformedKernelDataException problem =
      new MalformedKernelDataException("stat", 1, "7 (sh", "comm: missing");

  private final List<String> lines = new ArrayList<>();
  private final Logger logger = Logger.getLogger("dev.procpush");
  private final Handler handler = new Lines();

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    logger.removeHandler(handler);
  }

  @Test
  void aFileIsToldWithItsLineOnceAMinute() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    MalformedFiles files = new MalformedFiles(nanos::get);
    for (int i = 0; i < 5; i++) {
      files.warn("stat", "/proc/7", problem);
    }
    files.warn("cgroup", "/proc/7", new MalformedKernelDataException("cgroup", 2, "x", "odd"));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    files.warn("stat", "/proc/8", problem);

    String told = "stat:1: comm: missing: \"7 (sh\"";
    assertThat(lines)
        .containsExactly(
            "A process is not wholly known: /proc/7/" + told,
            "A process is not wholly known: /proc/7/cgroup:2: odd: \"x\"",
            "A process is not wholly known: /proc/8/" + told + " (and 4 more like it)");
  }

  @Test
  void aScanTellsWhatItCounts() {
    FakeProcfs procfs = new FakeProcfs();
    procfs.add(10, 200, "/").cgroupText("nonsense\n");
    procfs.add(11, 201, "/");
    procfs.file("/proc/11/stat", "11 nonsense\n");
    ProcfsCheck check = new ProcfsCheck(true, List.of());
    ProcfsScanner scanner = ProcfsScanner.of(procfs, FakeProcfs.PATH, check, null, null);

    Snapshot snapshot = scanner.scan();
    scanner.scan();

    assertThat(snapshot.unreadable()).containsEntry("malformed", 2);
    assertThat(lines)
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("/proc/10/cgroup:1: ", "nonsense"),
            line -> assertThat(line).contains("/proc/11/stat:1: ", "nonsense"));
  }

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord event) {
      lines.add(event.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
