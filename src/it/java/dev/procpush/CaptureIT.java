// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The script that makes fixtures of a kernel.
@RequiresRoot
@Timeout(60)
final class CaptureIT {
  private static final Path SCRIPT = Path.of("src/test/fixtures/capture").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void goesOnWhereAProcessHasEnded() throws Exception {
    Path script = Files.copy(SCRIPT, folder.resolve("capture"));
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    String ended = Long.toString(process.pid());
    String own = Long.toString(ProcessHandle.current().pid());

    Ended capture =
        Ended.run(Procpush.process(Map.of(), List.of("sh", script.toString(), "host", ended, own)));

    assertThat(capture.exitCode()).as(capture.errors()).isZero();
    assertThat(capture.errors()).contains("process " + ended + " has ended");
    Path processes = folder.resolve("captured/host/proc");
    assertThat(processes.resolve(ended)).doesNotExist();
    for (String file : List.of("stat", "status", "cgroup", "net/dev", "net/snmp", "fd/0")) {
      assertThat(processes.resolve(own).resolve(file)).exists();
    }
    assertThat(processes.resolve("uptime")).exists();
  }
}
