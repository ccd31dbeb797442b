// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.network.KernelProtocolFields;
import dev.procpush.collector.network.NetworkCollectors;
import dev.procpush.collector.network.NetworkSources;
import dev.procpush.collector.network.TcpTables;
import dev.procpush.linux.KernelFiles;
import dev.procpush.otlp.PrometheusName;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the rule makes of every protocol counter of an old kernel and of a new one, held against
/// `src/test/golden/protocol-fields.txt`: names that users have in their queries.
class ProtocolNamesTest {
  private static final Pattern PROTOCOLS =
      Pattern.compile(
          "netns\\.network\\.(ip|icmp|icmpmsg|tcp|udp|udplite|tcpext|ipext|mptcpext|ip6|icmp6|udp6"
              + "|udplite6)\\..*");
  private static final Set<String> OTHERS =
      Set.of("netns.network.tcp.time_wait", "netns.network.tcp.orphan");

  private final DescribedInstruments described = new DescribedInstruments();

  @Test
  void namesEveryField() throws Exception {
    Set<String> fields = new TreeSet<>();
    for (String host : List.of("captured/debian12-protocols", "composed/linux-3.4")) {
      fields.addAll(KernelProtocolFields.of(files(host)));
    }

    NetworkCollectors.of(
        new Instruments(described.meter(), MetricFilter.DEFAULT),
        new NetworkSources(
            files("composed/linux-3.4"), 4096, _ -> true, fields, TcpTables.ALWAYS, true, false));

    Set<String> names =
        described.instruments().keySet().stream()
            .filter(name -> PROTOCOLS.matcher(name).matches() && !OTHERS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names).hasSameSizeAs(fields);
    GoldenFile.assertHolds(
        "src/test/golden/protocol-fields.txt",
        names.stream().map(this::line).collect(Collectors.joining("\n", "", "\n")));
  }

  private String line(String name) {
    DescribedInstruments.Description instrument =
        Objects.requireNonNull(described.instruments().get(name));
    boolean counter = instrument.kind.equals("counter");
    boolean gauge = instrument.kind.equals("gauge");
    String prometheus = PrometheusName.of(name, instrument.unit, counter, gauge);
    return "%s{%s,%s} %s: %s"
        .formatted(name, instrument.unit, instrument.kind, prometheus, instrument.text);
  }

  private static HostFiles files(String host) {
    Path root = Path.of("src/test/fixtures", host).toAbsolutePath();
    return new HostFiles(KernelFiles.ofDirectory(root), "proc", "sys");
  }
}
