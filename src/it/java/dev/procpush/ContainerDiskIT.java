// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A container that has written to and read from a block device that is the test's alone, past the
/// page cache, against what it was told to write and what the kernel counts of its cgroup.
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainerDiskIT {
  private static final int BLOCK = 65536;
  private static final int WRITTEN = 40;
  private static final int READ = 15;
  private static final int DEVICE_SIZE = 100 * BLOCK;

  private final String name = "procpush-it-disk-" + ProcessHandle.current().pid();
  private String device = "";
  private String id = "";

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path image = folder.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(DEVICE_SIZE);
    }
    device = Command.run("losetup", "--find", "--show", image.toString()).strip();
    String work =
        "dd if=/dev/zero of=%1$s oflag=direct bs=%2$d count=%3$d && "
                .formatted(device, BLOCK, WRITTEN)
            + "dd if=%s of=/dev/null iflag=direct bs=%d count=%d".formatted(device, BLOCK, READ)
            + " && echo done; sleep 600; true";
    // version 1 counts only where a device has a limit; these are none that holds anything up
    id =
        Command.run(
                "docker",
                "run",
                "-d",
                "--name",
                name,
                "--network=none",
                "--device",
                device,
                "--device-write-bps",
                device + ":1gb",
                "--device-read-bps",
                device + ":1gb",
                "busybox:1.37",
                "sh",
                "-c",
                work)
            .strip();
    Eventually.eventually(
        Duration.ofSeconds(60),
        () -> assertThat(Command.run("docker", "logs", name)).contains("done"));
  }

  @AfterAll
  void stop() {
    Command.works("docker", "rm", "-fv", name);
    if (!device.isEmpty()) {
      Command.run("losetup", "--detach", device);
    }
  }

  @Test
  void tellsWhatItWroteAndReadByDevice() throws Exception {
    Map<String, Long> told = told();

    String own = device.substring("/dev/".length());
    assertThat(told)
        .containsEntry(own + " write By", (long) WRITTEN * BLOCK)
        .containsEntry(own + " read By", (long) READ * BLOCK);
    assertThat(told.get(own + " write {operation}")).isGreaterThanOrEqualTo(WRITTEN);
    assertThat(told.get(own + " read {operation}")).isGreaterThanOrEqualTo(READ);
    assertThat(told).isEqualTo(counted());
  }

  private Map<String, Long> told() throws IOException {
    Map<String, Long> told = new TreeMap<>();
    for (Point point :
        Procpush.once("--containers.include=^" + name + "$").named("container.disk.")) {
      if (point.attribute("container.id").equals(id.substring(0, 12))) {
        String unit = point.name().equals("container.disk.io") ? "By" : "{operation}";
        String key =
            point.attribute("system.device")
                + " "
                + point.attribute("disk.io.direction")
                + " "
                + unit;
        assertThat(told.put(key, point.number())).as(key).isNull();
      }
    }
    return told;
  }

  /// The kernel's lines, as in `7:0 Write 2621440`, in version 2 `7:0 rbytes=0 wbytes=2621440 …`.
  private Map<String, Long> counted() throws IOException {
    ContainerCgroup cgroup = ContainerCgroup.of(id);
    Map<String, Long> counted = new TreeMap<>();
    if (ContainerCgroup.isVersion1("blkio")) {
      for (String[] file :
          new String[][] {{"io_service_bytes", "By"}, {"io_serviced", "{operation}"}}) {
        String text = cgroup.text("blkio", "blkio.throttle." + file[0] + "_recursive", "");
        for (String line : text.lines().toList()) {
          String[] words = line.split(" ", -1);
          if (words.length == 3 && (words[1].equals("Read") || words[1].equals("Write"))) {
            String direction = words[1].equals("Read") ? "read" : "write";
            counted.put(
                deviceName(words[0]) + " " + direction + " " + file[1], Long.valueOf(words[2]));
          }
        }
      }
      return counted;
    }
    Map<String, String> kinds =
        Map.of(
            "rbytes",
            "read By",
            "wbytes",
            "write By",
            "rios",
            "read {operation}",
            "wios",
            "write {operation}");
    for (String line : cgroup.text("io", "", "io.stat").lines().toList()) {
      String[] words = line.split(" ", -1);
      for (String word : words) {
        String[] pair = word.split("=", -1);
        if (pair.length == 2 && kinds.containsKey(pair[0])) {
          counted.put(deviceName(words[0]) + " " + kinds.get(pair[0]), Long.valueOf(pair[1]));
        }
      }
    }
    return counted;
  }

  private static String deviceName(String number) throws IOException {
    return Files.readSymbolicLink(Path.of("/sys/dev/block", number)).getFileName().toString();
  }
}
