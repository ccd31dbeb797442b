// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.host.HostCollectors;
import dev.procpush.collector.host.HostSelection;
import dev.procpush.collector.host.HostSystem;
import dev.procpush.discovery.HostMounts;
import dev.procpush.discovery.ProcessListing;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.FixedPatience;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelClock;
import dev.procpush.linux.KernelFiles;
import dev.procpush.otlp.PrometheusName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the rule makes of every field of `/proc/meminfo` and `/proc/vmstat` of an old kernel and of
/// new ones, held against `src/test/golden/memory-fields.txt`: names that users have in their
/// queries.
class MemoryNamesTest {
  private static final List<String> HOSTS =
      List.of(
          "captured/linux-6.18-host", "composed/linux-3.10-host", "composed/linux-6.6-numa-host");

  private final DescribedInstruments described = new DescribedInstruments();

  @Test
  void namesEveryField() throws Exception {
    Set<String> vmstat = new TreeSet<>();
    for (String host : HOSTS) {
      Path root = Path.of("src/test/fixtures", host).toAbsolutePath();
      KernelFiles kernel = KernelFiles.ofDirectory(root);
      HostCollectors.of(
          new Instruments(described.meter(), (_, _) -> true),
          new HostFiles(kernel, "proc", "sys"),
          new HostSelection(_ -> true, false),
          new HostSystem(
              100,
              null,
              ProcessListing.of(kernel, "proc"),
              KeptFiles.opening(kernel),
              KernelClock.unknown(),
              ""),
          new FileSystemSources(
              new HostMounts(kernel, "proc", "/"),
              FileSystems::absent,
              _ -> true,
              _ -> true,
              new FixedPatience(1)));
      vmstat.addAll(fields(root.resolve("proc/vmstat")));
    }
    vmstat.removeAll(
        Set.of("oom_kill", "pgfault", "pgmajfault", "pgpgin", "pgpgout", "pswpin", "pswpout"));

    assertThat(described.instruments().keySet())
        .containsAll(vmstat.stream().map(field -> "system.vmstat." + field).toList());
    GoldenFile.assertHolds(
        "src/test/golden/memory-fields.txt",
        described.instruments().keySet().stream()
            .filter(name -> name.matches("system\\.(vmstat|memory\\.linux)\\..*"))
            .map(this::line)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static List<String> fields(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  private String line(String name) {
    DescribedInstruments.Description instrument =
        Objects.requireNonNull(described.instruments().get(name));
    boolean counter = instrument.kind.equals("counter");
    boolean gauge = instrument.kind.equals("gauge");
    String prometheus = PrometheusName.of(name, instrument.unit, counter, gauge);
    return "%s{%s,%s} %s".formatted(name, instrument.unit, instrument.kind, prometheus);
  }
}
