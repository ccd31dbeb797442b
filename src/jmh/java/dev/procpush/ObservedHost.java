// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.Collection;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerSources;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.Selection;
import dev.procpush.collector.Sources;
import dev.procpush.config.AgentConfig;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Filters;
import dev.procpush.config.Machine;
import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The agent's cycle over this machine, for benchmarks that run it by themselves.
public final class ObservedHost {
  private static final Duration BUDGET = Duration.ofMinutes(1);

  private ObservedHost() {}

  /// Makes the cycle the meter's callback, with the settings of the environment.
  ///
  /// @param namespaces which of the agent's collectors of namespaces take part, and as what
  /// @param containers the same of those of containers
  public static void register(
      Meter meter,
      UnaryOperator<List<NamespaceCollector>> namespaces,
      UnaryOperator<List<ContainerCollector>> containers) {
    AgentConfig config =
        new ConfigLoader(System.getenv(), Machine.current()).load(Map.of()).config();
    Host host = Host.open(config, false);
    Filters filters = config.filters();
    Instruments instruments =
        new Instruments(
            meter,
            (name, onByDefault) ->
                filters.metrics().test(name)
                    && (onByDefault || filters.optionalMetrics().test(name)));
    AgentFacts facts = new AgentFacts("bench", null, "none");
    Sources all =
        Agent.sources(
            instruments,
            host,
            config,
            namespaces.apply(Agent.collectors(instruments, host, config, BUDGET)));
    ContainerSources ofContainers = all.containers();
    new Collection(
            host,
            host.access(),
            new Sources(
                all.host(),
                all.namespaces(),
                new ContainerSources(
                    containers.apply(ofContainers.collectors()), ofContainers.files()),
                all.processes()),
            instruments,
            new SelfMonitor(meter, new ExportStatistics(), facts, () -> null),
            Agent.identity(config),
            new Selection(
                filters.namespaces(),
                filters.containers(),
                filters.hostInterfaces(),
                filters.interfaces()),
            config.seriesMax(),
            BUDGET,
            System::nanoTime)
        .register(meter);
  }
}
