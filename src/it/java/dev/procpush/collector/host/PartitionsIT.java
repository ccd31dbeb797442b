// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Command;
import dev.procpush.RequiresRoot;
import dev.procpush.collector.HostFiles;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Partitions of this machine against `lsblk`: one that the kernel has been told of, which needs no
/// table on the device.
@RequiresRoot
final class PartitionsIT {
  @TempDir private Path folder;

  @Test
  void agreesWithLsblk() {
    String image = folder.resolve("image").toString();
    Command.run("truncate", "-s", "8M", image);
    String device = Command.run("losetup", "-f", "--show", image).strip();
    try (KernelFiles kernel = KernelFiles.ofKernel()) {
      Command.run("addpart", device, "1", "2048", "4096");
      HostFiles files = new HostFiles(kernel, "/proc", "/sys");
      assertThat(Command.run("lsblk", "-rno", "NAME,TYPE", device).lines())
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(Partitions.isPartition(line.split(" ", -1)[0], files))
                      .as(line)
                      .isEqualTo(line.endsWith(" part")));
    } finally {
      Command.works("delpart", device, "1");
      Command.run("losetup", "-d", device);
    }
  }
}
