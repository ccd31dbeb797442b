// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.discovery.LivingProcess;
import dev.procpush.linux.KeptFiles;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.procfs.PidStat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.List;

/// A process whose files a test makes up, and a collector over a real SDK.
public final class ProcessFixture {
  private static final String STAT =
      "7 (sh) S 1 7 7 0 -1 4194560 36733 13 17 14 60 270 18046 9169 20 0 13 0 2500 1 1\n";
  private static final String IDENTITY = "process.pid=7";

  private final FakeProcessFiles files = new FakeProcessFiles();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");
  private final Instruments instruments;
  private final ProcessSeries series;
  private final ProcessFolder folder;

  /// A process with all metrics that are on by default.
  public ProcessFixture() throws Exception {
    this(MetricFilter.DEFAULT);
  }

  public ProcessFixture(MetricFilter filter) throws Exception {
    instruments = new Instruments(meter, filter);
    byte[] stat = STAT.getBytes(ISO_8859_1);
    PidStat parsed = PidStat.parse(new ByteCursor("file", stat, stat.length));
    series = new ProcessSeries(Attributes.of(AttributeKey.longKey("process.pid"), 7L), parsed);
    uptime(100);
    folder =
        new ProcessFolder(
            new LivingProcess() {
              @Override
              public int pid() {
                return 7;
              }

              @Override
              public String directory() {
                return "/proc/7";
              }
            },
            KeptFiles.opening(files),
            files,
            new Losses());
  }

  public Instruments instruments() {
    return instruments;
  }

  /// Gives it a file.
  public ProcessFixture with(String name, String content) {
    files.put("/proc/7/" + name, content);
    return this;
  }

  /// Makes reading a file fail.
  public ProcessFixture failing(String name, int errno) {
    files.fail("/proc/7/" + name, errno);
    return this;
  }

  /// Opens file descriptors.
  public ProcessFixture descriptors(int count) {
    files.descriptors(count);
    return this;
  }

  /// How long it has been there; NaN where that is not known.
  public ProcessFixture uptime(double seconds) {
    series.beginVisit(series.stat(), seconds);
    return this;
  }

  /// What is recorded, as [PointLines], without the process's identity.
  public List<String> lines(ProcessCollector collector) throws Exception {
    List<String> lines =
        PointLines.of(
            NamespaceSeriesFixture.collect(
                meter, reader, instruments, () -> collector.observe(folder, series)));
    return lines.stream().map(line -> line.replaceFirst("(, )?" + IDENTITY + "(, )?", "")).toList();
  }
}
