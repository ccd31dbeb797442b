// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFixture;
import org.junit.jupiter.api.Test;

class FileNrCollectorTest {
  private final HostFixture host = new HostFixture();

  @Test
  void recordsTheHandlesInUseAndTheirLimit() throws Exception {
    host.with("proc/sys/fs/file-nr", "881\t1\t2466183\n");

    assertThat(host.lines(new FileNrCollector(host.instruments())))
        .containsExactly(
            "system.file_handle.count{{file_handle},updowncounter} {} 880",
            "system.file_handle.limit{{file_handle},updowncounter} {} 2466183");
  }
}
