// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.Collection;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.Selection;
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
  private ObservedHost() {}

  /// Makes the cycle the meter's callback, with the settings of the environment.
  ///
  /// @param choice which of the agent's collectors take part, and as what
  public static void register(Meter meter, UnaryOperator<List<NamespaceCollector>> choice) {
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
    new Collection(
            host,
            host.access(),
            Agent.sources(
                instruments,
                host,
                config,
                Duration.ofMinutes(1),
                choice.apply(Agent.collectors(instruments, host, config, Duration.ofMinutes(1)))),
            instruments,
            new SelfMonitor(meter, new ExportStatistics(), facts, () -> null),
            Agent.identity(config),
            new Selection(
                filters.namespaces(),
                filters.containers(),
                filters.hostInterfaces(),
                filters.interfaces()),
            config.seriesMax(),
            Duration.ofMinutes(1),
            System::nanoTime)
        .register(meter);
  }
}
