// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What is let through of the SDK's own log. It reports each failed request, some with a stack
/// trace: [CollectorLink] has said that in one line already.
final class SdkLogs {
  private static final List<String> REPORTED_BY_US =
      List.of(
          "io.opentelemetry.exporter.otlp.internal.GrpcExporter",
          "io.opentelemetry.exporter.otlp.internal.HttpExporter");
  private static final String READER = "io.opentelemetry.sdk.metrics.export.PeriodicMetricReader";

  /// The log manager forgets a logger, and its level with it, that nobody holds.
  private final List<Logger> held = new ArrayList<>();

  SdkLogs() {
    level("io.opentelemetry", Level.WARNING);
    level("okhttp3", Level.WARNING);
    REPORTED_BY_US.forEach(name -> level(name, Level.OFF));
    logger(READER).setFilter(SdkLogs::isNews);
  }

  /// Leaves the SDK's loggers to themselves again.
  void release() {
    held.clear();
  }

  private static boolean isNews(LogRecord line) {
    return !"Exporter failed".equals(line.getMessage());
  }

  private void level(String name, Level level) {
    logger(name).setLevel(level);
  }

  private Logger logger(String name) {
    Logger logger = Logger.getLogger(name);
    held.add(logger);
    return logger;
  }
}
