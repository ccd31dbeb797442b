// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.CollectionTime;
import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.HostFixture;
import dev.procpush.linux.BoundedCalls;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.SlowFiles;
import dev.procpush.parse.MalformedKernelDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sensors that do not answer: opening a FIFO hangs until somebody writes to it, as reading a
/// sensor does whose bus is dead.
class StuckSensorTest {
  private static final String FIRST = "hwmon0/temp1";
  private static final String SECOND = "hwmon0/temp2";
  private static final String OTHER = "hwmon1/temp1";

  private final HostFixture host = new HostFixture();
  private final BoundedCalls calls = new BoundedCalls(() -> 10_000_000);
  private final HwmonCollector collector = new HwmonCollector(new Hardware(host.instruments()));
  private final List<Path> released = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Path sys;
  private final HostFiles files;

  StuckSensorTest(@TempDir Path root) throws IOException {
    sys = Files.createDirectories(root.resolve("sys/class/hwmon"));
    KernelFiles kernel = KernelFiles.ofKernel();
    files =
        new HostFiles(
            kernel,
            root.resolve("proc").toString(),
            root.resolve("sys").toString(),
            SlowFiles.on(calls, kernel),
            new CollectionTime(Duration.ofMinutes(1)));
    sensor(FIRST, "41000\n");
    sensor(SECOND, "42000\n");
    sensor(OTHER, "43000\n");
  }

  /// Nothing is left behind that hangs.
  @AfterEach
  void releaseAll() throws Exception {
    for (Path fifo : released) {
      write(fifo);
    }
    calls.close();
  }

  @Test
  void costsItsOwnPointsAndComesBack() throws Exception {
    assertThat(collect()).containsExactly(FIRST, SECOND, OTHER);
    assertThat(failures).isEmpty();

    hang(FIRST);
    assertThat(collect()).as("the first time, its chip is cut short").containsExactly(OTHER);
    assertThat(failures).singleElement().asString().contains("temp1_input", "ETIMEDOUT");
    for (int cycle = 0; cycle < 3; cycle++) {
      assertThat(collect()).containsExactly(SECOND, OTHER);
    }
    assertThat(calls.stuck()).isEqualTo(1);

    release(FIRST, "44000\n");
    assertThat(collect()).containsExactly(FIRST, SECOND, OTHER);
    assertThat(failures).hasSize(4);
  }

  @Test
  void takesNoMoreThanTwoThreadsOfAChip() throws Exception {
    for (int channel = 3; channel < 20; channel++) {
      sensor("hwmon0/temp" + channel, "1\n");
      hang("hwmon0/temp" + channel);
    }
    hang(FIRST);
    hang(SECOND);
    for (int cycle = 0; cycle < 6; cycle++) {
      assertThat(collect()).containsExactly(OTHER);
    }

    assertThat(calls.stuck()).isEqualTo(2);
  }

  private List<String> collect() throws Exception {
    files.time().begin(Duration.ofMinutes(1));
    return host.lines(new Observed()).stream()
        .filter(line -> line.startsWith("hw.temperature{"))
        .map(line -> line.replaceFirst(".*hw.id=([^,]*),.*", "$1"))
        .toList();
  }

  private void sensor(String channel, String value) throws IOException {
    Path input = input(channel);
    Files.createDirectories(input.getParent());
    Files.writeString(input, value);
  }

  private void hang(String channel) throws Exception {
    Path input = input(channel);
    Files.delete(input);
    mkfifo(input);
    Path elsewhere = Files.createTempDirectory("fifo").resolve("fifo");
    Files.createLink(elsewhere, input);
    released.add(elsewhere);
  }

  private void release(String channel, String value) throws Exception {
    Files.delete(input(channel));
    Files.writeString(input(channel), value);
    write(released.removeFirst());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (calls.stuck() > 0 && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertThat(calls.stuck()).isZero();
  }

  /// Opened for reading too, a FIFO can be opened whether somebody waits for it or not.
  private static void write(Path fifo) throws Exception {
    run("bash", "-c", "exec 3<>\"$1\"; echo 0 >&3; sleep 0.05", "write", fifo.toString());
    Files.deleteIfExists(fifo);
    Files.deleteIfExists(fifo.getParent());
  }

  private static void mkfifo(Path path) throws Exception {
    run("mkfifo", path.toString());
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private Path input(String channel) {
    return sys.resolve(channel + "_input");
  }

  /// The collector over these files, whose failures are kept.
  private final class Observed implements HostCollector {
    @Override
    public String name() {
      return collector.name();
    }

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void observe(HostFiles made) throws MalformedKernelDataException {
      try {
        collector.observe(files);
      } catch (ErrnoException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
  }
}
