// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.MetricFilter;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerDetails;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UptimeCollectorTest {
  @TempDir Path folder;

  @Test
  void isTheHostsUptimeLessTheStartOfTheOldestProcess() throws Exception {
    ContainerFixture fixture = fixture(1_050L);
    Files.writeString(folder.resolve("uptime"), "100.25 300.00\n");
    UptimeCollector collector = collector(fixture);

    assertThat(fixture.lines(collector)).containsExactly("container.uptime{s,gauge} {} 89.75");

    Files.writeString(folder.resolve("uptime"), "110.25 300.00\n");
    collector.beginCycle();
    assertThat(fixture.lines(collector)).containsExactly("container.uptime{s,gauge} {} 99.75");
  }

  @Test
  void hasNoPointWhereTheStartIsNotKnownOrInTheFuture() throws Exception {
    Files.writeString(folder.resolve("uptime"), "100.25 300.00\n");
    for (Long start : new @Nullable Long[] {null, -1L, 10_026L}) {
      ContainerFixture fixture = fixture(start);

      assertThat(fixture.lines(collector(fixture))).isEmpty();
    }
  }

  @Test
  void failsWhereTheHostsUptimeCannotBeRead() {
    ContainerFixture fixture = fixture(1L);

    assertThatThrownBy(() -> fixture.lines(collector(fixture))).isInstanceOf(ErrnoException.class);
  }

  private UptimeCollector collector(ContainerFixture fixture) {
    HostFiles host = new HostFiles(KernelFiles.ofDirectory(folder), ".", ".");
    UptimeCollector collector = new UptimeCollector(fixture.instruments(), host);
    collector.beginCycle();
    return collector;
  }

  private static ContainerFixture fixture(@Nullable Long start) {
    ContainerDetails details = new ContainerDetails(null, null, Map.of(), null, start);
    return new ContainerFixture(
        MetricFilter.DEFAULT,
        new Container("web", null, "/lxc/web", null, null, null, false, Map.of(), details));
  }
}
