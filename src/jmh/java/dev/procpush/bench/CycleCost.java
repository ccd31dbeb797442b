// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import dev.procpush.collector.Collection;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Identity;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.ProcessAccess;
import dev.procpush.collector.Selection;
import dev.procpush.collector.network.NetworkCollectors;
import dev.procpush.collector.network.NetworkSources;
import dev.procpush.config.AgentConfig;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Filters;
import dev.procpush.config.Machine;
import dev.procpush.discovery.ProcfsCheck;
import dev.procpush.discovery.ProcfsScanner;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.internal.otlp.metrics.LowAllocationMetricsRequestMarshaler;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// The CPU time that the collecting thread takes for a cycle, up to one of three rungs. The
/// difference between two rungs is the cost of what the higher one adds. Each rung wants a JVM of
/// its own: what the compiler makes of a rung depends on what else has run.
///
/// Arguments: `read | collect | marshal`, the number of cycles, the milliseconds between them.
public final class CycleCost {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int WARM = 100;
  private static final int COLD = 10;

  /// How far a cycle goes.
  private enum Rung {
    /// Scan, read and parse; what is recorded goes nowhere.
    READ,
    /// The same within the SDK, up to its data points.
    COLLECT,
    /// And those encoded, into a stream that forgets them.
    MARSHAL
  }

  private final Rung rung;
  private final RecordedCallback callback = new RecordedCallback();
  private final OnDemandReader reader = new OnDemandReader();
  private final LowAllocationMetricsRequestMarshaler marshaler =
      new LowAllocationMetricsRequestMarshaler();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long points;
  private long bytes;

  private CycleCost(Rung rung) {
    this.rung = rung;
    Meter meter =
        rung == Rung.READ
            ? callback
            : SdkMeterProvider.builder()
                .setExemplarFilter(ExemplarFilter.alwaysOff())
                .registerMetricReader(reader, _ -> Integer.MAX_VALUE)
                .build()
                .get("dev.procpush");
    observeHost(meter);
  }

  public static void main(String[] arguments) throws IOException {
    CycleCost cost = new CycleCost(Rung.valueOf(arguments[0].toUpperCase(Locale.ROOT)));
    int cycles = Integer.parseInt(arguments[1]);
    Duration interval = Duration.ofMillis(Long.parseLong(arguments[2]));
    cost.report(cost.measure(cycles, interval), interval, System.out);
  }

  /// As the agent does it with its default settings.
  private static void observeHost(Meter meter) {
    AgentConfig config = new ConfigLoader(Map.of(), Machine.current()).load(Map.of()).config();
    Filters filters = config.filters();
    KernelFiles kernel = KernelFiles.ofKernel();
    String procfs = config.paths().procfs().toString();
    RootFiles root = RootFiles.under(config.paths().rootfs().toString());
    Instruments instruments =
        new Instruments(meter, (name, on) -> on && filters.metrics().test(name));
    AgentFacts facts = new AgentFacts("bench", null, "none");
    new Collection(
            ProcfsScanner.of(kernel, procfs, ProcfsCheck.of(kernel, procfs, false), root, null),
            new ProcessAccess(kernel),
            NetworkCollectors.of(
                instruments,
                new NetworkSources(
                    new HostFiles(kernel, "/proc", "/sys"), 4096, _ -> true, Set.of())),
            instruments,
            new SelfMonitor(meter, new ExportStatistics(), facts, () -> null),
            Identity.COMPACT,
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

  private long[] measure(int cycles, Duration interval) throws IOException {
    long[] nanos = new long[cycles];
    long start = System.nanoTime();
    for (int cycle = 0; cycle < cycles; cycle++) {
      long due = start + cycle * interval.toNanos();
      for (long left; (left = due - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
      long before = threads.getCurrentThreadCpuTime();
      runCycle();
      nanos[cycle] = threads.getCurrentThreadCpuTime() - before;
    }
    return nanos;
  }

  private void runCycle() throws IOException {
    if (rung == Rung.READ) {
      callback.run();
      return;
    }
    var metrics = reader.collect();
    points = 0;
    for (MetricData metric : metrics) {
      points += metric.getData().getPoints().size();
    }
    if (rung == Rung.MARSHAL) {
      marshaler.initialize(metrics);
      bytes = marshaler.getBinarySerializedSize();
      marshaler.writeBinaryTo(OutputStream.nullOutputStream());
      marshaler.reset();
    }
  }

  private void report(long[] nanos, Duration interval, PrintStream out) {
    int warmFrom = Math.min(WARM, nanos.length / 2);
    long[] warm = Arrays.copyOfRange(nanos, warmFrom, nanos.length);
    Arrays.sort(warm);
    out.printf(
        Locale.ROOT,
        "%s cycles=%d interval_s=%.3f cpu_ms first=%.2f cycles_2_10=%.2f"
            + " warm_min=%.2f warm_median=%.2f warm_mean=%.2f points=%d bytes=%d%n",
        rung.name().toLowerCase(Locale.ROOT),
        nanos.length,
        interval.toMillis() / 1e3,
        nanos[0] / NANOS_PER_MILLI,
        mean(Arrays.copyOfRange(nanos, 1, Math.min(COLD, nanos.length))),
        warm[0] / NANOS_PER_MILLI,
        warm[warm.length / 2] / NANOS_PER_MILLI,
        mean(warm),
        points,
        bytes);
  }

  private static double mean(long[] nanos) {
    return Arrays.stream(nanos).average().orElse(0) / NANOS_PER_MILLI;
  }
}
