// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Backend;
import dev.procpush.Backend.Demands;
import dev.procpush.PrometheusApi.Sample;
import dev.procpush.RequiresBackend;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `once --format prometheus` shows is what Prometheus has after a real Collector: each name,
/// each label, each value.
@RequiresBackend
final class RealCollectorIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Attributes STRANGE =
      Attributes.builder()
          .put("container.name", "it's \"quoted\" \\ and <html> & ünïcode")
          .put("toy.array", "1.27", "a<b")
          .put("toy.number", 42)
          .put("toy.share", 0.25)
          .put("toy.flag", true)
          .put("toy.empty", "")
          .put("toy..double__underscore", "x")
          .put("9lives", "cat")
          .put("_hidden", "y")
          .put("same.label", "one")
          .put("same_label", "two")
          .build();

  @Test
  void showsWhatPrometheusHas(@TempDir Path folder) throws Exception {
    try (Backend backend = Backend.start(folder, Demands.NONE)) {
      Map<String, String> environment =
          ToyAgent.environment(
              "http://127.0.0.1:" + backend.grpcPort(),
              "OTEL_RESOURCE_ATTRIBUTES",
              "service.namespace=shop,k8s.node.name=n-1,odd..key=z");
      TelemetrySettings settings = ToyAgent.settings(environment);
      OneShot oneShot = OneShot.create(settings);
      instruments(oneShot.meter());
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      MetricsText.printPrometheus(oneShot.collect(), new PrintStream(printed, true, UTF_8));
      Map<Map<String, String>, Double> shown = parse(printed.toString(UTF_8));

      try (ToyAgent agent = new ToyAgent(settings, () -> 1)) {
        instruments(agent.telemetry.meter());
        agent.telemetry.start();
        List<Sample> samples =
            eventually(
                SOON,
                () -> {
                  List<Sample> found =
                      backend.prometheus().query("{__name__=~'probe.*|target_info|_9.*'}");
                  assertThat(found).hasSameSizeAs(shown.keySet());
                  return found;
                });
        Map<Map<String, String>, Double> stored = new TreeMap<>(RealCollectorIT::compare);
        samples.forEach(sample -> stored.put(sample.labels(), sample.value()));
        assertThat(stored).containsExactlyInAnyOrderEntriesOf(shown);
      }
    }
  }

  private static void instruments(Meter meter) {
    String[] units = {
      "By", "s", "{thing}", "1", "By/s", "Hz", "Cel", "rpm", "V", "A", "W", "J", "bit", "ms", "%",
      "", "{a}/s", "d"
    };
    for (int i = 0; i < units.length; i++) {
      String unit = units[i];
      String suffix = String.valueOf((char) ('a' + i));
      meter
          .counterBuilder("probe.counter." + suffix)
          .setUnit(unit)
          .buildWithCallback(counter -> counter.record(7, STRANGE));
      meter
          .gaugeBuilder("probe.gauge." + suffix)
          .setUnit(unit)
          .buildWithCallback(gauge -> gauge.record(0.1));
      meter
          .upDownCounterBuilder("probe.updown." + suffix)
          .setUnit(unit)
          .buildWithCallback(upDown -> upDown.record(-3));
    }
    ObservableLongMeasurement large =
        meter.counterBuilder("probe.total.bytes_total").setUnit("By").buildObserver();
    ObservableDoubleMeasurement seconds =
        meter.counterBuilder("probe.seconds.time").ofDoubles().setUnit("s").buildObserver();
    meter.batchCallback(
        () -> {
          large.record(1L << 52);
          seconds.record(123456.789);
        },
        large,
        seconds);
  }

  /// Reads the text format back, without what it says of types.
  private static Map<Map<String, String>, Double> parse(String text) {
    Map<Map<String, String>, Double> series = new TreeMap<>(RealCollectorIT::compare);
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int value = line.lastIndexOf(' ');
              series.put(labels(line.substring(0, value)), Double.valueOf(line.substring(value)));
            });
    return series;
  }

  private static Map<String, String> labels(String series) {
    Map<String, String> labels = new TreeMap<>();
    int brace = series.indexOf('{');
    labels.put("__name__", brace < 0 ? series : series.substring(0, brace));
    int at = brace + 1;
    while (brace >= 0 && at < series.length() - 1) {
      int equals = series.indexOf('=', at);
      StringBuilder value = new StringBuilder();
      int end = equals + 2;
      for (; series.charAt(end) != '"'; end++) {
        if (series.charAt(end) == '\\') {
          end++;
        }
        value.append(series.charAt(end));
      }
      labels.put(series.substring(at, equals), value.toString());
      at = end + 2;
    }
    return labels;
  }

  private static int compare(Map<String, String> one, Map<String, String> other) {
    return one.toString().compareTo(other.toString());
  }
}
