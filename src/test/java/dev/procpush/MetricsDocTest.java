// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Identity;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceInfo;
import dev.procpush.collector.container.ContainerCollectors;
import dev.procpush.collector.host.HostCollectors;
import dev.procpush.collector.host.HostSelection;
import dev.procpush.collector.host.HostSystem;
import dev.procpush.collector.network.NetworkCollectors;
import dev.procpush.collector.network.NetworkSources;
import dev.procpush.collector.network.TcpTables;
import dev.procpush.collector.process.ProcessCollectors;
import dev.procpush.discovery.HostMounts;
import dev.procpush.discovery.ProcessListing;
import dev.procpush.linux.DirectoryUsage;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.FixedPatience;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelClock;
import dev.procpush.linux.KernelFiles;
import dev.procpush.otlp.PrometheusName;
import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/metrics.md` is what the code registers: names, units and descriptions from the
/// instruments, attributes from a run in which each of them has a point.
class MetricsDocTest {
  private static final Pattern PROTOCOL_COUNTER =
      Pattern.compile(
          "system\\.network\\.(icmp|tcpext|ipext|ip6|icmp6|udp6|udplite|udplite6)\\..*"
              + "|system\\.network\\.ip\\.forwarding"
              + "|system\\.network\\.tcp\\.(curr_estab|[a-z]+_(opens|errs|segs|rsts))"
              + "|system\\.network\\.udp\\.(no_ports|[a-z]+_(datagrams|errors))");
  private static final List<String> PREFIXES = List.of("system.", "container.", "netns.");
  private static final List<String> OF_EACH_PROCESS =
      List.of("process.pid", "process.executable.name");
  private static final List<String> IDENTITY = List.of("container.", "netns.", "k8s.");

  /// What the tables of the host are called, and whose metrics are in them.
  private static final Map<String, String> HOST_SECTIONS = new LinkedHashMap<>();

  static {
    HOST_SECTIONS.put("Sensors, power, RAID", "^hw\\.|^system\\.mdraid");
    HOST_SECTIONS.put("NFS and btrfs", "^nfs\\.|^system\\.btrfs\\.");
    HOST_SECTIONS.put("CPUs, threads, processes", "^system\\.(cpu|thread|process)\\.");
    HOST_SECTIONS.put("Memory and pressure", "^system\\.(memory|paging|vmstat|pressure)\\.");
    HOST_SECTIONS.put("Disks and file systems", "^system\\.(disk|filesystem)\\.");
    HOST_SECTIONS.put("Other kernel state", "^system\\.");
  }

  private final DescribedInstruments described = new DescribedInstruments();
  private final Set<String> onByDefault = new HashSet<>();

  /// The metrics of the host itself.
  private final Set<String> hosts = new HashSet<>();

  @Test
  void documentsEveryInstrument() throws IOException {
    makeInstruments(
        (name, on) -> {
          if (on) {
            onByDefault.add(name);
          }
          return true;
        });
    new SelfMonitor(
        described.meter(), new ExportStatistics(), new AgentFacts("0", null, "none"), () -> null);

    Map<String, Set<String>> attributes = withSisters(attributesOfAnEventfulRun());
    assertThat(attributes.keySet()).containsAll(described.instruments().keySet());

    GoldenFile.assertHolds("docs/metrics.md", document(attributes));
  }

  /// What a namespace of one kind tells, those of the others do as well.
  private Map<String, Set<String>> withSisters(Map<String, Set<String>> attributes) {
    Map<String, Set<String>> all = new TreeMap<>(attributes);
    for (String name : described.instruments().keySet()) {
      for (String prefix : PREFIXES) {
        String suffix = name.substring(name.indexOf('.') + 1);
        if (!isInfo(name)
            && PREFIXES.contains(name.substring(0, name.length() - suffix.length()))
            && described.instruments().containsKey("netns." + suffix)
            && attributes.containsKey(prefix + suffix)) {
          all.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(attributes.get(prefix + suffix));
        }
      }
    }
    return all;
  }

  private void makeInstruments(MetricFilter filter) {
    Instruments instruments = new Instruments(described.meter(), filter);
    new NamespaceInfo(instruments);
    HostFiles nowhere = new HostFiles(KernelFiles.ofDirectory(Path.of("/nowhere")), "proc", "sys");
    NetworkCollectors.of(
        instruments,
        new NetworkSources(nowhere, 4096, _ -> true, Set.of(), TcpTables.ALWAYS, true, false));
    FileSystemSources fileSystems =
        new FileSystemSources(
            new HostMounts(nowhere.kernel(), "proc", "/"),
            place -> FileSystems.absent(place),
            _ -> true,
            _ -> true,
            new FixedPatience(1));
    ContainerCollectors.of(
        instruments,
        nowhere,
        fileSystems,
        DirectoryUsage.unknown(),
        FixtureHost.defaults().containerMemory());
    ProcessCollectors.of(instruments, 100, 4096);
    Set<String> others = Set.copyOf(described.instruments().keySet());
    Path host = Path.of("src/test/fixtures/captured/linux-6.18-host").toAbsolutePath();
    HostCollectors.of(
        instruments,
        new HostFiles(KernelFiles.ofDirectory(host), "proc", "sys"),
        new HostSelection(_ -> true, false),
        new HostSystem(
            100,
            null,
            ProcessListing.of(nowhere.kernel(), "proc"),
            KeptFiles.opening(nowhere.kernel()),
            KernelClock.unknown(),
            ""),
        fileSystems);
    hosts.addAll(described.instruments().keySet());
    hosts.removeAll(others);
  }

  private String document(Map<String, Set<String>> attributes) {
    StringBuilder text = new StringBuilder(MetricsDocText.INTRODUCTION);
    text.append("\n## Network namespaces\n\n")
        .append("Each under `system.`, `container.` and `netns.`; in Prometheus under `system_`, ")
        .append(
            "`container_` and `netns_`.\nWhat is off by default, `metrics.include` brings.\n\n");
    table(
        text,
        attributes,
        name -> name.startsWith("system.") && !isHostsAlone(name) && !isProtocolCounter(name));
    text.append(
        """

        ## Protocol counters (`/proc/<pid>/net/snmp`, `netstat`, `snmp6`)

        Under the same three prefixes. These are on by default; `protocols.include` and `protocols.exclude` choose others
        by the kernel's names, as in `TcpExt_TCPLossProbes`. The metric's name is `network.<protocol>.<field>` in lower
        case with `_` between words: `network.tcpext.tcp_loss_probes`.

        """);
    table(text, attributes, MetricsDocTest::isProtocolCounter);
    text.append("\n## The host's network alone\n\n")
        .append("Under `system.`, in Prometheus under `system_`: what the kernel keeps once for ")
        .append("all namespaces, or what only the host's is asked for.\n\n");
    table(
        text,
        attributes,
        name -> name.startsWith("system.") && isHostsAlone(name) && !hosts.contains(name));
    text.append("\n## The host itself\n\n")
        .append(
            "Under `system.`, in Prometheus under `system_`; what begins with `hw.` or `nfs.`"
                + " stands ")
        .append("alone.\nWhat a kernel lacks has no points.\n");
    HOST_SECTIONS.forEach(
        (title, names) -> {
          if (hosts.stream().anyMatch(name -> sectionOf(name).equals(title))) {
            text.append("\n### ").append(title).append("\n\n");
            text.append(MetricsDocText.HOST_NOTES.getOrDefault(title, ""));
            table(text, attributes, name -> isInSection(name, title));
          }
        });
    text.append("\n## Containers\n\n")
        .append(
            "Of each container's cgroup, version 1 or 2, whatever its network is. One of a pod ")
        .append("has `k8s.container.name` as well,\nand no `container.name`. What has no limit ")
        .append("has no point of it.\n`containers.memory.include` makes more ")
        .append(
            "keys of `memory.stat` to `container.memory.linux.<key>`: all that are bytes, by the ")
        .append("names of\nversion 2.\n\n");
    table(text, attributes, this::isContainersAlone);
    text.append(
        """

        `container.info` carries, beside what is on every point, as far as it is known: `container.runtime.name`,
        `container.image.name`, `container.image.tags` (an array: `["1.27"]`), `container.image.id`, `k8s.pod.uid`,
        `container.linux.cgroup` (it holds the full id), `container.network.mode` (`own`, `pod`, `shared`, `host`),
        `container.network.owner.id` (whose series those of its network are, where they are another's), `netns.inode`,
        `netns.name`, and of the labels that `containers.labels` allows `container.label.<key>` and
        `k8s.pod.label.<key>`.
        """);
    text.append(MetricsDocText.PROCESSES);
    table(text, attributes, name -> name.startsWith("process."));
    text.append("\n## Other namespaces alone\n\n")
        .append(
            "It carries `netns.inode`, `netns.kind` (`named`, `process`) and `netns.names` (all ")
        .append("of them, sorted) as well.\n\n");
    table(text, attributes, name -> name.startsWith("netns.") && isOthersAlone(name));
    text.append("\n## The agent itself\n\n");
    table(text, attributes, name -> name.startsWith("procpush.") || name.startsWith("otel."));
    text.append(
        """

        `procpush.capabilities` are the Linux capabilities that the agent has, as in `SYS_PTRACE,SYS_ADMIN`: `none`,
        `all` for every one of this kernel, `all,-SYS_MODULE,-SYS_RAWIO` where fewer are missing than there are. One that
        is newer than the agent is its number.

        Besides, the SDK's reader adds the histogram `otel.sdk.metric_reader.collection.duration` (s).
        """);
    return text.toString();
  }

  private static boolean isProtocolCounter(String name) {
    return PROTOCOL_COUNTER.matcher(name).matches();
  }

  private boolean isHostsAlone(String name) {
    return isInfo(name)
        || !described.instruments().containsKey(name.replaceFirst("^system\\.", "netns."));
  }

  private boolean isInSection(String name, String title) {
    return hosts.contains(name)
        && !name.startsWith("system.vmstat.")
        && sectionOf(name).equals(title);
  }

  /// The first section whose expression finds something in the name.
  private static String sectionOf(String name) {
    return HOST_SECTIONS.entrySet().stream()
        .filter(section -> Pattern.compile(section.getValue()).matcher(name).find())
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private boolean isContainersAlone(String name) {
    return name.startsWith("container.")
        && (isInfo(name)
            || !described.instruments().containsKey(name.replaceFirst("^container", "netns")));
  }

  private boolean isOthersAlone(String name) {
    return isInfo(name)
        || !described.instruments().containsKey(name.replaceFirst("^netns\\.", "system."));
  }

  /// Whether it describes a thing: what these are called alike says nothing alike.
  private static boolean isInfo(String name) {
    return name.endsWith(".info") && name.indexOf('.') == name.lastIndexOf('.');
  }

  /// ` (off by default)` where that is so.
  private String whenOff(String name) {
    if (hosts.contains(name) || name.startsWith("process.") || isContainersAlone(name)) {
      return onByDefault.contains(name) ? "" : " (off by default)";
    }
    List<String> same =
        PREFIXES.stream()
            .map(prefix -> name.replaceFirst("^system\\.", prefix))
            .filter(described.instruments()::containsKey)
            .toList();
    if (!name.startsWith("system.") || onByDefault.containsAll(same)) {
      return "";
    }
    return onByDefault.contains(name) ? " (off by default but for the host)" : " (off by default)";
  }

  private void table(
      StringBuilder text,
      Map<String, Set<String>> attributes,
      java.util.function.Predicate<String> wanted) {
    text.append("| metric | instrument | unit | attributes | in Prometheus | what it is |\n")
        .append("|---|---|---|---|---|---|\n");
    described.instruments().entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .forEach(
            entry -> {
              String name = entry.getKey();
              DescribedInstruments.Description instrument = entry.getValue();
              boolean counter = instrument.kind.equals("counter");
              boolean gauge = instrument.kind.equals("gauge");
              String shown = name.startsWith("system.") ? name.substring("system.".length()) : name;
              String prometheus = PrometheusName.of(name, instrument.unit, counter, gauge);
              text.append(
                  "| `%s` | %s | `%s` | %s | `%s` | %s |\n"
                      .formatted(
                          shown,
                          kind(instrument.kind),
                          instrument.unit,
                          list(attributes.getOrDefault(name, Set.of())),
                          name.startsWith("system.")
                              ? prometheus.substring("system_".length())
                              : prometheus,
                          instrument.text + whenOff(name)));
            });
  }

  private static String kind(String builder) {
    return switch (builder) {
      case "counter" -> "Counter";
      case "upDownCounter" -> "UpDownCounter";
      case "gauge" -> "Gauge";
      default -> throw new IllegalArgumentException(builder);
    };
  }

  private static String list(Set<String> keys) {
    return keys.isEmpty() ? "" : "`" + String.join("`, `", keys) + "`";
  }

  private static Map<String, Set<String>> attributesOfAnEventfulRun() throws IOException {
    Map<String, Set<String>> attributes = new TreeMap<>();
    for (MetricData metric : eventfulRuns()) {
      Set<String> keys = new TreeSet<>();
      metric
          .getData()
          .getPoints()
          .forEach(
              point ->
                  point.getAttributes().asMap().keySet().stream()
                      .map(AttributeKey::getKey)
                      .forEach(keys::add));
      if (metric.getName().startsWith("process.")) {
        keys.removeAll(OF_EACH_PROCESS);
        keys.removeIf(key -> IDENTITY.stream().anyMatch(key::startsWith));
      }
      if (PREFIXES.stream().anyMatch(metric.getName()::startsWith)) {
        keys.removeIf(key -> IDENTITY.stream().anyMatch(key::startsWith));
      }
      attributes.computeIfAbsent(metric.getName(), _ -> new TreeSet<>()).addAll(keys);
    }
    return attributes;
  }

  /// Of every host that was captured, and of one that has what these lack, with all metrics
  /// switched on.
  private static List<MetricData> eventfulRuns() throws IOException {
    List<MetricData> metrics = new ArrayList<>();
    for (String host : GoldenMetricsTest.hosts()) {
      boolean special = host.contains("containerd-cgroup2") || host.endsWith("-host");
      if (special || host.startsWith("captured/")) {
        metrics.addAll(
            FixtureHost.of(Path.of("src/test/fixtures", host))
                .withProcesses(10)
                .collect(Identity.COMPACT, (_, _) -> true, MetricsDocTest::everythingHappens));
      }
    }
    return metrics;
  }

  private static void everythingHappens(SelfMonitor monitor, ExportStatistics exports) {
    monitor.error("net_dev", "malformed");
    monitor.skipped("net_dev", "budget", 1);
    monitor.absent("net_dev");
    monitor.overrun();
    monitor.unreadable("EACCES", 1);
    exports.handedOver(1);
    exports.delivered(1);
    exports.failed("timeout", 1, ExportStatistics.DropReason.EXPORT_FAILED);
  }
}
