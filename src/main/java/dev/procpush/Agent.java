// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.cli.CommandLineProgram;
import dev.procpush.cli.Commands;
import dev.procpush.cli.NamespacesTable;
import dev.procpush.cli.OutputFormat;
import dev.procpush.cli.StatusLine;
import dev.procpush.cli.Version;
import dev.procpush.cli.VisitedNamespace;
import dev.procpush.collector.Collection;
import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.collector.ContainerSources;
import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostSources;
import dev.procpush.collector.Identity;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.ProcessChoice;
import dev.procpush.collector.ProcessSources;
import dev.procpush.collector.Selection;
import dev.procpush.collector.Sources;
import dev.procpush.collector.container.ContainerCollectors;
import dev.procpush.collector.host.HostCollectors;
import dev.procpush.collector.host.HostSelection;
import dev.procpush.collector.network.KernelProtocolFields;
import dev.procpush.collector.network.NetworkCollectors;
import dev.procpush.collector.network.NetworkSources;
import dev.procpush.collector.network.TcpTables;
import dev.procpush.collector.process.ProcessCollectors;
import dev.procpush.config.AgentConfig;
import dev.procpush.config.Filters;
import dev.procpush.config.ProcessSelection;
import dev.procpush.config.Processes;
import dev.procpush.config.TcpStates;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.Capabilities;
import dev.procpush.linux.PageSize;
import dev.procpush.otlp.LogLines;
import dev.procpush.otlp.MetricsText;
import dev.procpush.otlp.OneShot;
import dev.procpush.otlp.Telemetry;
import dev.procpush.otlp.TelemetrySettings;
import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.SelfMonitor;
import dev.procpush.text.TextEscapes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// Builds everything by hand, starts it in order and closes it in reverse.
final class Agent implements Commands {
  private static final int COLLECTION_SHARE_PERCENT = 30;
  private static final int FEW_NAMESPACES = 50;
  private static final Duration ONCE_BUDGET = Duration.ofMinutes(1);

  private final Map<String, String> environment;
  private final Version version;
  private final PrintStream out;
  private final PrintStream err;

  /// @param environment the process's environment variables
  Agent(Map<String, String> environment, Version version, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.version = version;
    this.out = out;
    this.err = err;
  }

  @Override
  public int run(AgentConfig config) throws InterruptedException {
    boolean terminal = StatusLine.standardOutputIsTerminal(environment.getOrDefault("TERM", ""));
    StatusLine status = new StatusLine(out, terminal);
    LogLines.install(line -> status.above(() -> err.print(line)), config.logLevel().level());
    ProcMetrics.refuseSameInPrometheus(config.procMetrics());
    try (Shutdown shutdown = new Shutdown()) {
      pushUntil(shutdown, status, config);
      status.end();
    }
    return 0;
  }

  private void pushUntil(Shutdown shutdown, StatusLine status, AgentConfig config)
      throws InterruptedException {
    ExportStatistics statistics = new ExportStatistics();
    try (OwnProcfs own = new OwnProcfs();
        Host host = Host.open(config, own.isContained());
        Telemetry telemetry = Telemetry.create(settings(config, host), statistics, out)) {
      host.warn();
      shutdown.catchSignals();
      SelfMonitor monitor =
          monitor(telemetry.meter(), telemetry.exporterType(), statistics, own, config);
      Duration budget = telemetry.interval().multipliedBy(COLLECTION_SHARE_PERCENT).dividedBy(100);
      cycle(telemetry.meter(), monitor, host, config, budget);
      CycleReport report = new CycleReport(host, statistics, telemetry, status);
      OldGarbage garbage = new OldGarbage();
      telemetry.start(
          () -> {
            report.run();
            garbage.run();
          });
      shutdown.requested().await();
    }
  }

  @Override
  public int once(AgentConfig config, OutputFormat format) {
    LogLines.install((String line) -> err.print(line), config.logLevel().level());
    ProcMetrics.refuseSameInPrometheus(config.procMetrics());
    try (OwnProcfs own = new OwnProcfs();
        Host host = Host.open(config, own.isContained())) {
      host.awaitRuntimes();
      OneShot shot = OneShot.create(settings(config, host));
      SelfMonitor monitor = monitor(shot.meter(), "none", new ExportStatistics(), own, config);
      cycle(shot.meter(), monitor, host, config, ONCE_BUDGET);
      List<MetricData> metrics = shot.collect();
      switch (format) {
        case TEXT -> MetricsText.printTable(metrics, out);
        case OTLP_JSON -> MetricsText.printOtlpJson(metrics, out);
        case PROMETHEUS -> MetricsText.printPrometheus(metrics, out);
      }
      out.flush();
      if (host.isMissing()) {
        err.println("procpush: nothing of the host: " + TextEscapes.escape(host.whyMissing()));
        return CommandLineProgram.FAILED;
      }
      host.warn();
    }
    return CommandLineProgram.OK;
  }

  @Override
  public int namespaces(AgentConfig config) {
    LogLines.install((String line) -> err.print(line), config.logLevel().level());
    try (OwnProcfs own = new OwnProcfs();
        Host host = Host.open(config, own.isContained())) {
      host.warn();
      host.awaitRuntimes();
      Snapshot snapshot = host.scan();
      Capabilities capabilities = host.isLive() ? own.capabilities() : null;
      IdentityHashMap<NetworkNamespace, VisitedNamespace> visited =
          new NamespaceReach(host.access()).of(snapshot);
      NamespacesTable table =
          new NamespacesTable(
              namespace -> Objects.requireNonNull(visited.get(namespace)),
              capabilities == null ? null : capabilities::has);
      out.print(table.render(snapshot));
      out.flush();
    }
    return 0;
  }

  private TelemetrySettings settings(AgentConfig config, Host host) {
    return new TelemetrySettings(
        environment,
        host.identity().name(),
        host.identity().id(),
        version.number(),
        config.seriesMax(),
        config.requestMaxBytes());
  }

  private SelfMonitor monitor(
      Meter meter,
      String exporterType,
      ExportStatistics statistics,
      OwnProcfs own,
      AgentConfig config) {
    Capabilities capabilities = own.capabilities();
    AgentFacts facts =
        new AgentFacts(
            version.number(), capabilities == null ? null : capabilities.names(), exporterType);
    return new SelfMonitor(meter, statistics, facts, own::process, excluded(config));
  }

  private static Predicate<String> excluded(AgentConfig config) {
    return config.filters().metrics().negate();
  }

  private static NetworkSources sources(Host host, AgentConfig config, Duration budget) {
    return new NetworkSources(
        host.files(),
        PageSize.bytes(),
        config.filters().protocols(),
        KernelProtocolFields.of(host.files()),
        tcpTables(config.tcpStates(), budget),
        host.hasHostDevices(),
        config.filters().leavesFarEndsOut());
  }

  private static TcpTables tcpTables(TcpStates states, Duration budget) {
    long nanos = Share.TCP_TABLES.of(budget).toNanos();
    return switch (states) {
      case AUTO -> new TcpTables(FEW_NAMESPACES, nanos);
      case ALWAYS -> new TcpTables(Integer.MAX_VALUE, nanos);
      case OFF -> TcpTables.OFF;
    };
  }

  static List<NamespaceCollector> collectors(
      Instruments instruments, Host host, AgentConfig config, Duration budget) {
    NetworkSources sources = sources(host, config, budget);
    List<NamespaceCollector> collectors =
        new ArrayList<>(NetworkCollectors.of(instruments, sources));
    collectors.addAll(ProcMetrics.collectors(instruments, host.files(), config.procMetrics()));
    return collectors;
  }

  static Sources sources(
      Instruments instruments, Host host, AgentConfig config, List<NamespaceCollector> namespaces) {
    return new Sources(
        new HostSources(
            HostCollectors.of(
                instruments,
                host.files(),
                new HostSelection(config.filters().disks(), config.filters().leavesPartitionsOut()),
                host.system(),
                fileSystems(host, config.filters(), Share.FILE_SYSTEMS)),
            host.files()),
        namespaces,
        containers(instruments, host, config.filters()),
        processes(instruments, host, config.processes()));
  }

  private static ProcessSources processes(
      Instruments instruments, Host host, ProcessSelection selection) {
    if (selection.processes() == Processes.OFF) {
      return ProcessSources.none(host.keptFiles());
    }
    ProcessChoice choice =
        new ProcessChoice(
            selection.processes() == Processes.ALL, selection.names(), selection.top());
    int clockTicks = host.system().clockTicks();
    return new ProcessSources(
        ProcessCollectors.of(instruments, clockTicks, PageSize.bytes()),
        host.keptFiles(),
        choice,
        clockTicks);
  }

  private static FileSystemSources fileSystems(Host host, Filters filters, Share share) {
    return new FileSystemSources(
        host.mounts(),
        host.fileSystems(),
        filters.fileSystems(),
        filters.mountPoints(),
        host.files().time().patience(share));
  }

  private static ContainerSources containers(Instruments instruments, Host host, Filters filters) {
    return new ContainerSources(
        ContainerCollectors.of(
            instruments,
            host.files(),
            fileSystems(host, filters, Share.CONTAINER_FILE_SYSTEMS),
            host.directoryUsage(),
            filters.containerMemory()),
        host::containerFiles);
  }

  static Identity identity(AgentConfig config) {
    Identity identity =
        switch (config.identity()) {
          case COMPACT -> Identity.COMPACT;
          case FULL -> Identity.FULL;
        };
    return identity.withRules(config.attributeRules()::of);
  }

  /// Makes the cycle the SDK's callback.
  private static void cycle(
      Meter meter, SelfMonitor monitor, Host host, AgentConfig config, Duration budget) {
    Filters filters = config.filters();
    MetricFilter wanted =
        (name, onByDefault) ->
            filters.metrics().test(name) && (onByDefault || filters.optionalMetrics().test(name));
    Instruments instruments = new Instruments(meter, wanted);
    Selection selection =
        new Selection(
            filters.namespaces(),
            filters.containers(),
            filters.hostInterfaces(),
            filters.interfaces());
    new Collection(
            host,
            host.access(),
            sources(instruments, host, config, collectors(instruments, host, config, budget)),
            instruments,
            monitor,
            identity(config),
            selection,
            config.seriesMax(),
            budget,
            System::nanoTime)
        .register(meter);
  }
}
