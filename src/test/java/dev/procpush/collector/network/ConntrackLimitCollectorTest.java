// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConntrackLimitCollectorTest {
  @TempDir Path root;

  @Test
  void recordsTheLimitForTheHostAlone() throws Exception {
    Path folder = Files.createDirectories(root.resolve("proc/sys/net/netfilter"));
    Files.writeString(folder.resolve("nf_conntrack_max"), "262144\n");
    try (KernelFiles kernel = KernelFiles.ofDirectory(root)) {
      SingleCollector limit = collector(kernel);

      assertThat(limit.collector().observes(Scope.SYSTEM)).isTrue();
      assertThat(limit.collector().observes(Scope.CONTAINER)).isFalse();
      assertThat(limit.collector().observes(Scope.NETNS)).isFalse();
      assertThat(limit.lines(new FakeFiles(), NamespaceSeriesFixture.host()))
          .containsExactly("system.network.conntrack.limit{{entry},updowncounter} {} 262144");
    }
  }

  @Test
  void saysThatTheKernelTracksNothing() {
    try (KernelFiles kernel = KernelFiles.ofDirectory(root)) {
      SingleCollector limit = collector(kernel);

      assertThatThrownBy(() -> limit.lines(new FakeFiles(), NamespaceSeriesFixture.host()))
          .hasMessageEndingWith("sys/net/netfilter/nf_conntrack_max: ENOENT");
    }
  }

  private static SingleCollector collector(KernelFiles kernel) {
    return new SingleCollector(
        MetricFilter.DEFAULT,
        instruments ->
            new ConntrackLimitCollector(instruments, new HostFiles(kernel, "proc", "sys")));
  }
}
