// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.Collection;
import dev.procpush.collector.CollectionTime;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSources;
import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.HostSources;
import dev.procpush.collector.Identity;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.ProcessAccess;
import dev.procpush.collector.ProcessChoice;
import dev.procpush.collector.ProcessSources;
import dev.procpush.collector.Selection;
import dev.procpush.collector.Sources;
import dev.procpush.collector.container.ContainerCollectors;
import dev.procpush.collector.host.HostCollectors;
import dev.procpush.collector.host.HostSelection;
import dev.procpush.collector.host.HostSystem;
import dev.procpush.collector.network.KernelProtocolFields;
import dev.procpush.collector.network.NetworkCollectors;
import dev.procpush.collector.network.NetworkSources;
import dev.procpush.collector.network.TcpTables;
import dev.procpush.collector.process.ProcessCollectors;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Filters;
import dev.procpush.config.Machine;
import dev.procpush.discovery.AllowedLabels;
import dev.procpush.discovery.CgroupMounts;
import dev.procpush.discovery.CgroupNamespace;
import dev.procpush.discovery.HostMounts;
import dev.procpush.discovery.NameSettings;
import dev.procpush.discovery.ProcessListing;
import dev.procpush.discovery.ProcfsCheck;
import dev.procpush.discovery.ProcfsScanner;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelClock;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamedFiles;
import dev.procpush.linux.RootFiles;
import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.OwnProcess;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// A host of `src/test/fixtures`: everything of the agent but the sending runs over it.
///
/// @param root the folder that holds its `proc`
/// @param processes which have metrics of their own; null for none
/// @param reading what becomes of each file that is read: its path and its content
/// @param hanging what never answers
record FixtureHost(
    Path root,
    @Nullable ProcessChoice processes,
    BinaryOperator<String> reading,
    HangingSources hanging) {

  static FixtureHost of(Path root) {
    return new FixtureHost(
        root.toAbsolutePath(), null, (_, content) -> content, HangingSources.none());
  }

  /// The same host with metrics of all its processes, of each container at most so many.
  FixtureHost withProcesses(int top) {
    return new FixtureHost(root, new ProcessChoice(true, _ -> true, top), reading, hanging);
  }

  /// The same host with other contents of its files.
  FixtureHost reading(BinaryOperator<String> contents) {
    return new FixtureHost(root, processes, contents, hanging);
  }

  /// The same host, of which something never answers.
  FixtureHost hanging(HangingSources sources) {
    return new FixtureHost(root, processes, reading, sources);
  }

  /// What one collection gives of all that is on by default.
  List<MetricData> collect(Identity identity) {
    return collect(identity, MetricFilter.DEFAULT, (_, _) -> {});
  }

  /// What one collection gives.
  ///
  /// @param events happen before it
  List<MetricData> collect(
      Identity identity, MetricFilter filter, BiConsumer<SelfMonitor, ExportStatistics> events) {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (KernelFiles kernel = new ChangedFiles(KernelFiles.ofDirectory(root), reading);
        RootFiles rootFiles = RootFiles.under(root.toString());
        SdkMeterProvider provider =
            SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      Meter meter = provider.get("dev.procpush");
      Instruments instruments = new Instruments(meter, filter);
      ExportStatistics exports = new ExportStatistics();
      SelfMonitor monitor =
          new SelfMonitor(
              meter,
              exports,
              new AgentFacts("0", "none", "otlp_grpc_metric_exporter"),
              () -> new OwnProcess(1L, 1L, 1L));
      ProcfsScanner scanner =
          ProcfsScanner.of(
              kernel,
              "proc",
              CgroupNamespace.find(kernel, "proc", cgroups(kernel)),
              cgroups(kernel),
              new NameSettings(
                  rootFiles, NamedFiles.inline(rootFiles), null, AllowedLabels.NONE, null),
              ProcfsCheck.of(kernel, "proc", true),
              null);
      new Collection(
              scanner,
              new FixtureAccess(root, new ProcessAccess(kernel)),
              sources(kernel, rootFiles, instruments),
              instruments,
              monitor,
              identity,
              new Selection(
                  _ -> true,
                  _ -> true,
                  name -> !name.startsWith("veth"),
                  name -> !name.equals("lo")),
              100_000,
              hanging.budget(),
              hanging::now)
          .register(meter);
      events.accept(monitor, exports);
      for (int before = 1; before < hanging.collections(); before++) {
        reader.collectAllMetrics();
      }
      return List.copyOf(reader.collectAllMetrics());
    }
  }

  private HostSystem system(KernelFiles kernel, RootFiles files) {
    String name = root.getFileName().toString();
    return new HostSystem(
        100,
        files,
        ProcessListing.of(kernel, "proc"),
        KeptFiles.opening(kernel),
        name.endsWith("-host")
            ? () -> new KernelClock.ClockReading(true, 0.000125, 0.001, 0.25, 1.0000005, 37)
            : KernelClock.unknown(),
        name.contains("arm64") ? "arm64" : "amd64");
  }

  private static CgroupMounts cgroups(KernelFiles kernel) {
    return CgroupMounts.find(kernel, "proc", "sys/fs/cgroup", "/");
  }

  private Sources sources(KernelFiles kernel, RootFiles rootFiles, Instruments instruments) {
    HostFiles files = new HostFiles(kernel, "proc", "sys", hanging.slow(kernel), hanging.time());
    CgroupMounts cgroups = cgroups(kernel);
    FileSystemSources fileSystems =
        new FileSystemSources(
            new HostMounts(kernel, "proc", "/"),
            hanging.over(new FixtureFileSystems(root)),
            defaults().fileSystems(),
            defaults().mountPoints(),
            hanging.time().patience(CollectionTime.Share.FILE_SYSTEMS));
    return new Sources(
        new HostSources(
            HostCollectors.of(
                instruments,
                files,
                new HostSelection(defaults().disks(), defaults().leavesPartitionsOut()),
                system(kernel, rootFiles),
                fileSystems),
            files),
        NetworkCollectors.of(
            instruments,
            new NetworkSources(
                files,
                4096,
                defaults().protocols(),
                KernelProtocolFields.of(files),
                TcpTables.ALWAYS,
                true,
                false)),
        new ContainerSources(
            ContainerCollectors.of(
                instruments, files, fileSystems, place -> 4096, defaults().containerMemory()),
            container ->
                new ContainerFiles(KeptFiles.opening(kernel), () -> cgroups.folders(container))),
        processes == null
            ? ProcessSources.none(KeptFiles.opening(kernel))
            : new ProcessSources(
                ProcessCollectors.of(instruments, 100, 4096),
                KeptFiles.opening(kernel),
                processes,
                100));
  }

  /// What the configuration takes where it says nothing.
  static Filters defaults() {
    return new ConfigLoader(Map.of(), Machine.current()).load(Map.of()).config().filters();
  }
}
