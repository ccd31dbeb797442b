// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.RootFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCollectorTest {
  private static final String CLOCK_SOURCE =
      "sys/devices/system/clocksource/clocksource0/current_clocksource";
  private static final int CYCLES = 100;

  private final HostFixture host =
      new HostFixture().with("proc/sys/kernel/osrelease", "6.1.0\n").with(CLOCK_SOURCE, "tsc\n");

  @TempDir Path root;

  @Test
  void recordsWhatTheHostIs() throws Exception {
    osRelease("NAME=Debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n");

    try (RootFiles files = RootFiles.under(root.toString())) {
      assertThat(host.lines(new InfoCollector(host.instruments(), files, "amd64")))
          .containsExactly(
              "system.info{{host},updowncounter} {host.arch=amd64, os.description=Debian 12,"
                  + " os.name=Debian, os.version=12, system.clock.source=tsc,"
                  + " system.kernel.release=6.1.0} 1");
    }
  }

  @Test
  void followsWhatChanges() throws Exception {
    osRelease("NAME=old\n");
    try (RootFiles files = RootFiles.under(root.toString())) {
      InfoCollector collector = new InfoCollector(host.instruments(), files, "arm64");
      host.lines(collector);
      host.with(CLOCK_SOURCE, "hpet\n");
      assertThat(host.lines(collector).getFirst())
          .contains("os.name=old", "system.clock.source=hpet");

      osRelease("NAME=new\n");
      for (int i = 0; i < CYCLES; i++) {
        host.lines(collector);
      }
      assertThat(host.lines(collector).getFirst()).contains("os.name=new");
      assertThat(host.reads("proc/sys/kernel/osrelease")).isLessThan(5);
    }
  }

  @Test
  void leavesOutWhatItCannotRead() throws Exception {
    host.without("proc/sys/kernel/osrelease").without(CLOCK_SOURCE);

    assertThat(host.lines(new InfoCollector(host.instruments(), null, "")))
        .containsExactly("system.info{{host},updowncounter} {} 1");
  }

  private void osRelease(String text) throws Exception {
    Path folder = Files.createDirectories(root.resolve("usr/lib"));
    Files.writeString(folder.resolve("os-release"), text);
  }
}
