// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.discovery.ProcessListing;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KeptFiles;
import org.junit.jupiter.api.Test;

class ProcessStateCollectorTest {
  private final HostFixture host = new HostFixture();
  private final ProcessStateCollector collector =
      new ProcessStateCollector(
          host.instruments(),
          ProcessListing.of(host.kernel(), "proc"),
          KeptFiles.opening(host.kernel()));

  @Test
  void countsProcessesByTheirState() throws Exception {
    processes("RSSDIZTtPKWX");

    assertThat(host.lines(collector))
        .containsExactly(
            line("defunct", 1),
            line("idle", 2),
            line("running", 2),
            line("sleeping", 2),
            line("stopped", 2),
            line("uninterruptible", 2));
  }

  @Test
  void followsProcessesThatComeAndGo() throws Exception {
    processes("SSSS");
    assertThat(host.lines(collector)).contains(line("sleeping", 4), line("running", 0));

    host.without("proc/2").without("proc/4").with("proc/9/stat", "9 (new) R 1 2\n");
    assertThat(host.lines(collector)).contains(line("sleeping", 2), line("running", 1));
  }

  @Test
  void leavesOutTheOneThatEndsMeanwhile() throws Exception {
    processes("SSS");
    host.failing("proc/2/stat", ErrnoException.ESRCH);

    assertThat(host.lines(collector)).contains(line("sleeping", 2));
  }

  @Test
  void recordsNothingWhereOneCannotBeCounted() throws Exception {
    processes("SSS");
    host.failing("proc/2/stat", ErrnoException.EACCES);
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);

    host.without("proc/2").with("proc/2/stat", "2 (cut");
    assertThat(host.lines(collector)).contains(line("sleeping", 2));
    assertThat(host.lost()).contains("proc/2/stat:1: state");

    host.with("proc/2/stat", "2 (whole) S 1 2\n");
    assertThat(host.lines(collector)).contains(line("sleeping", 3));
  }

  private void processes(String states) {
    for (int i = 0; i < states.length(); i++) {
      int pid = i + 1;
      host.with("proc/" + pid + "/stat", "%d (a) b) %c 1 2\n".formatted(pid, states.charAt(i)));
    }
  }

  private static String line(String state, int count) {
    return "system.process.count{{process},updowncounter} {process.state=" + state + "} " + count;
  }
}
