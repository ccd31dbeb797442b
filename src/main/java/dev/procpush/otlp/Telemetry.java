// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.config.ConfigException;
import dev.procpush.selfmonitor.ExportStatistics;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.resources.Resource;
import java.io.PrintStream;
import java.time.Duration;

/// The OpenTelemetry SDK of the agent: the meter whose instruments it fills, and the way of what
/// they hold to the Collector.
public final class Telemetry implements AutoCloseable {
  static final String SCOPE = "dev.procpush";
  private static final System.Logger LOG = System.getLogger("dev.procpush.otlp");

  private final TelemetrySettings settings;
  private final SdkLogs logs;
  private final PushPipeline pipeline;
  private final SdkAssembly.Built sdk;
  private boolean closed;

  private Telemetry(
      TelemetrySettings settings, SdkLogs logs, PushPipeline pipeline, SdkAssembly.Built sdk) {
    this.settings = settings;
    this.logs = logs;
    this.pipeline = pipeline;
    this.sdk = sdk;
  }

  /// Builds it. Nothing is collected before [#start].
  ///
  /// @param settings what the agent and its user want
  /// @param statistics counts what becomes of the data points
  /// @param console where tables are shown with `OTEL_METRICS_EXPORTER=console`
  /// @throws ConfigException when the user's settings cannot work, with one line that says why
  public static Telemetry create(
      TelemetrySettings settings, ExportStatistics statistics, PrintStream console) {
    SdkLogs logs = new SdkLogs();
    PushPipeline pipeline = new PushPipeline(settings, statistics, console);
    return new Telemetry(settings, logs, pipeline, SdkAssembly.build(settings, pipeline));
  }

  /// The meter of all the agent's instruments.
  public Meter meter() {
    return sdk.meterProvider()
        .meterBuilder(SCOPE)
        .setInstrumentationVersion(settings.version())
        .build();
  }

  /// Who the agent says it is.
  public Resource resource() {
    return sdk.resource();
  }

  /// How the Collector takes what is sent.
  public CollectorLink.Status collector() {
    CollectorLink link = pipeline.link();
    return link == null ? new CollectorLink.Status(CollectorLink.State.UNKNOWN, "") : link.status();
  }

  /// The time from one collection to the next, of which the agent may use 30 % for collecting.
  public Duration interval() {
    return sdk.properties().interval();
  }

  /// Where the metrics are sent to, fit to be shown.
  public String endpoint() {
    return sdk.properties().shownEndpoint();
  }

  /// The value of `otel.component.type` for the exporter in use.
  public String exporterType() {
    return sdk.properties().http() ? "otlp_http_metric_exporter" : "otlp_grpc_metric_exporter";
  }

  /// Collects and sends at once, and then at each interval, on a thread of its own.
  public void start() {
    start(() -> {});
  }

  /// The same.
  ///
  /// @param afterEach is run on that thread when a collection has been sent, or has failed to be
  public void start(Runnable afterEach) {
    if (sdk.properties().disabled() || !pipeline.collects()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Nothing is collected or sent: OTEL_SDK_DISABLED=true or OTEL_METRICS_EXPORTER=none");
      return;
    }
    pipeline.start(interval(), afterEach);
  }

  /// Collects and sends a last time and ends, within eight seconds whatever the Collector does.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      pipeline.close();
      logs.release();
    }
  }
}
