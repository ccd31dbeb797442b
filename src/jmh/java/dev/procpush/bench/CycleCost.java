// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import dev.procpush.ObservedHost;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.otlp.Encoding;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The CPU time that the collecting thread takes for a cycle, up to one of three rungs. The
/// difference between two rungs is the cost of what the higher one adds. Each rung wants a JVM of
/// its own: what the compiler makes of a rung depends on what else has run.
///
/// Arguments: `read | collect | marshal`, the number of cycles, the milliseconds between them, the
/// milliseconds that the clock leaves, divided by these, when a cycle begins, and optionally a
/// regex of the collectors that take part. Settings come from the environment, as the agent's do.
///
/// In every fourth cycle each collector is timed apart; these cycles are not in the whole. The warm
/// ones of the whole are printed one by one as well, with the number of their interval since the
/// epoch.
public final class CycleCost {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int WARM = 100;
  private static final int COLD = 10;
  private static final int TIMED_EVERY = 4;

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
  private final Encoding encoding = new Encoding();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long clock = Stopwatch.clock();
  private final List<Stopwatch> collectors = new ArrayList<>();
  private final Map<String, List<Long>> apart = new LinkedHashMap<>();
  private final List<Long> turns = new ArrayList<>();
  private long points;
  private long bytes;

  private CycleCost(Rung rung, Predicate<String> wanted) {
    this.rung = rung;
    Meter meter =
        rung == Rung.READ
            ? callback
            : SdkMeterProvider.builder()
                .setExemplarFilter(ExemplarFilter.alwaysOff())
                .registerMetricReader(encoding.reader(), _ -> Integer.MAX_VALUE)
                .build()
                .get("dev.procpush");
    ObservedHost.register(
        meter,
        all ->
            all.stream()
                .filter(collector -> wanted.test(collector.name()))
                .<NamespaceCollector>map(
                    collector -> new TimedCollector(collector, watch(collector.name())))
                .toList(),
        all ->
            all.stream()
                .filter(collector -> wanted.test(collector.name()))
                .<ContainerCollector>map(
                    collector -> new TimedContainerCollector(collector, watch(collector.name())))
                .toList());
  }

  private Stopwatch watch(String collector) {
    Stopwatch watch = new Stopwatch(collector);
    collectors.add(watch);
    return watch;
  }

  public static void main(String[] arguments) throws IOException {
    Rung rung = Rung.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    int cycles = Integer.parseInt(arguments[1]);
    long interval = Long.parseLong(arguments[2]);
    long offset = Long.parseLong(arguments[3]);
    String wanted = arguments.length > 4 ? arguments[4] : ".*";
    CycleCost cost = new CycleCost(rung, Pattern.compile(wanted).asMatchPredicate());
    cost.report(wanted, cost.measure(cycles, interval, offset), interval, System.out);
  }

  /// @return what the cycles took in which the collectors were not timed apart
  private long[] measure(int cycles, long interval, long offset) throws IOException {
    long[] nanos = new long[cycles];
    int wholes = 0;
    for (int cycle = 0; cycle < cycles; cycle++) {
      waitForTurn(interval, offset);
      boolean timed = cycle % TIMED_EVERY == TIMED_EVERY - 1;
      collectors.forEach(collector -> collector.begin(timed));
      long before = cpuNanos();
      runCycle();
      long took = cpuNanos() - before;
      if (!timed) {
        turns.add(interval == 0 ? cycle : System.currentTimeMillis() / interval);
        nanos[wholes++] = took;
      } else if (cycle >= cycles / 2 || cycle >= WARM) {
        collectors.forEach(
            collector ->
                apart
                    .computeIfAbsent(collector.name(), _ -> new ArrayList<>())
                    .add(collector.nanos(clock)));
      }
    }
    return Arrays.copyOf(nanos, wholes);
  }

  /// Of all Java threads: namespaces may be entered by one, while another waits for it.
  private long cpuNanos() {
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      sum += Math.max(0, threads.getThreadCpuTime(id));
    }
    return sum;
  }

  private static void waitForTurn(long interval, long offset) {
    long now = System.currentTimeMillis();
    long due = interval == 0 ? now : (now - offset) / interval * interval + interval + offset;
    for (long left; (left = due - System.currentTimeMillis()) > 0; ) {
      LockSupport.parkNanos(left * 1_000_000);
    }
  }

  private void runCycle() throws IOException {
    if (rung == Rung.READ) {
      callback.run();
      return;
    }
    var metrics = encoding.collect();
    points = 0;
    for (MetricData metric : metrics) {
      points += metric.getData().getPoints().size();
    }
    if (rung == Rung.MARSHAL) {
      bytes = encoding.write(metrics, OutputStream.nullOutputStream());
    }
  }

  private void report(String wanted, long[] nanos, long interval, PrintStream out) {
    int warmFrom = Math.min(WARM * (TIMED_EVERY - 1) / TIMED_EVERY, nanos.length / 2);
    long[] warm = Arrays.copyOfRange(nanos, warmFrom, nanos.length);
    for (int i = 0; i < warm.length; i++) {
      out.printf(
          Locale.ROOT,
          "%s-cycle turn=%d cpu_us=%.1f%n",
          rung.name().toLowerCase(Locale.ROOT),
          turns.get(warmFrom + i),
          warm[i] / 1e3);
    }
    Arrays.sort(warm);
    out.printf(
        Locale.ROOT,
        "%s collectors=%s cycles=%d interval_s=%.3f cpu_ms first=%.2f cycles_2_10=%.2f"
            + " warm_min=%.2f warm_median=%.2f warm_mean=%.2f points=%d bytes=%d%n",
        rung.name().toLowerCase(Locale.ROOT),
        wanted,
        nanos.length,
        interval / 1e3,
        nanos[0] / NANOS_PER_MILLI,
        mean(Arrays.copyOfRange(nanos, 1, Math.min(COLD, nanos.length))),
        warm[0] / NANOS_PER_MILLI,
        warm[warm.length / 2] / NANOS_PER_MILLI,
        mean(warm),
        points,
        bytes);
    apart.forEach(
        (collector, samples) -> {
          samples.sort(null);
          out.printf(
              Locale.ROOT,
              "%s-part name=%s cycles=%d cpu_us min=%.1f median=%.1f%n",
              rung.name().toLowerCase(Locale.ROOT),
              collector,
              samples.size(),
              samples.getFirst() / 1e3,
              samples.get(samples.size() / 2) / 1e3);
        });
  }

  private static double mean(long[] nanos) {
    return Arrays.stream(nanos).average().orElse(0) / NANOS_PER_MILLI;
  }
}
