// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.Scope;
import dev.procpush.collector.network.NetworkCollectors;
import dev.procpush.collector.network.ProcMetric;
import dev.procpush.config.ConfigException;
import dev.procpush.config.ProcFile;
import dev.procpush.config.ProcMetric.Instrument;
import dev.procpush.config.ProcMetric.Owner;
import dev.procpush.config.ProcValue;
import dev.procpush.otlp.PrometheusName;
import dev.procpush.parse.FoundText;
import dev.procpush.parse.NumberSource;
import dev.procpush.parse.TableColumn;
import dev.procpush.parse.WholeFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes collectors of the metrics that the user has described.
final class ProcMetrics {
  private ProcMetrics() {}

  /// Refuses two metrics that are one to Prometheus, where the unit and `total` are parts of a
  /// name.
  ///
  /// @throws ConfigException in one line
  static void refuseSameInPrometheus(List<dev.procpush.config.ProcMetric> described) {
    Map<String, String> owners = new HashMap<>();
    owners.put("target_info", "the agent's resource");
    for (dev.procpush.config.ProcMetric metric : described) {
      boolean counter = metric.instrument() == Instrument.COUNTER;
      String name = PrometheusName.of(metric.name(), metric.unit(), counter, !counter);
      String owner = owners.putIfAbsent(name, metric.name());
      if (owner != null) {
        throw new ConfigException(
            "proc_metrics: "
                + metric.name()
                + " and "
                + owner
                + " are the same in Prometheus: "
                + name);
      }
    }
  }

  static List<NamespaceCollector> collectors(
      Instruments instruments, HostFiles host, List<dev.procpush.config.ProcMetric> described) {
    return NetworkCollectors.of(
        instruments, described.stream().map(metric -> metric(metric, host)).toList());
  }

  private static ProcMetric metric(dev.procpush.config.ProcMetric described, HostFiles host) {
    return new ProcMetric(
        described.name(),
        described.unit(),
        described.description(),
        described.instrument() == Instrument.COUNTER,
        described.file().toString(),
        reading(described.file(), host),
        source(described.value()),
        described.base(),
        described.owners().stream().map(ProcMetrics::scope).collect(Collectors.toSet()),
        described.namespaces());
  }

  private static ProcMetric.Reading reading(ProcFile file, HostFiles host) {
    String path = file.path();
    return switch (file.root()) {
      case PROCESS -> (files, source) -> files.read(path, source);
      case SYSCTL -> (files, source) -> files.readSysctl(path, source);
      case SYSFS -> (files, source) -> files.readSysfs(path, source);
      case HOST -> (_, source) -> host.readProc(path, source);
    };
  }

  private static NumberSource source(ProcValue value) {
    return switch (value) {
      case ProcValue.Whole _ -> new WholeFile();
      case ProcValue.Column column ->
          new TableColumn(column.header(), column.row(), column.firstRow());
      case ProcValue.Found found -> new FoundText(found::in);
    };
  }

  private static Scope scope(Owner owner) {
    return switch (owner) {
      case HOST -> Scope.SYSTEM;
      case CONTAINER -> Scope.CONTAINER;
      case NETNS -> Scope.NETNS;
    };
  }
}
