// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A network namespace, seen from its inside by the system's own tools and from Prometheus.
///
/// @param title what it is in a test's name
/// @param prefix of its metrics' names in Prometheus, with `_`
/// @param identity the labels that tell its series from others
/// @param common the labels that all series have
/// @param entering the program that runs others inside, with its arguments
record ObservedNamespace(
    String title,
    String prefix,
    Map<String, String> identity,
    Map<String, String> common,
    List<String> entering,
    PrometheusApi prometheus) {

  private static final Pattern INSERTIONS = Pattern.compile(" insert=(\\d+)");

  /// Runs a program in it to its end and gives what it wrote.
  String run(String line) {
    List<String> command = new ArrayList<>(entering);
    command.addAll(List.of(line.split(" ")));
    return Command.run(command.toArray(String[]::new));
  }

  /// The number of its files in procfs.
  String inode() {
    return run("stat -L -c %i /proc/self/net/dev").strip();
  }

  double sysctl(String name) {
    return Double.parseDouble(run("sysctl -n " + name));
  }

  /// How many connections programs have put into its table, over all CPUs.
  double conntrackInsertions() {
    return INSERTIONS
        .matcher(run("conntrack -S"))
        .results()
        .mapToLong(match -> Long.parseLong(match.group(1)))
        .sum();
  }

  /// Asserts that Prometheus has these series with these values, and no other of these metrics.
  void assertHas(Map<Map<String, String>, Double> expected) throws Exception {
    assertThat(expected).isNotEmpty();
    Map<Map<String, String>, Double> found = new HashMap<>();
    for (String metric :
        expected.keySet().stream().map(labels -> labels.get("__name__")).distinct().toList()) {
      found.putAll(seriesNamed(metric));
    }
    assertThat(found).isEqualTo(expected);
  }

  /// The series of one metric and their newest values, under all of their labels.
  ///
  /// @param metric the name behind the prefix
  Map<Map<String, String>, Double> series(String metric) throws Exception {
    return query(selector("__name__='" + prefix + metric + "'"));
  }

  /// As [#series], of a metric whose name does not begin with the prefix.
  Map<Map<String, String>, Double> seriesNamed(String metric) throws Exception {
    return query(selector("__name__='" + metric + "'"));
  }

  /// The largest values that the series of a metric had, under their labels without the name.
  Map<Map<String, String>, Double> largest(String metric) throws Exception {
    return query("max_over_time(" + selector("__name__='" + prefix + metric + "'") + "[1h])");
  }

  /// The value of the only series of one metric.
  double value(String metric) throws Exception {
    Map<Map<String, String>, Double> series = series(metric);
    if (!series.keySet().equals(Set.of(labels(metric)))) {
      throw new AssertionError(metric + ": " + series);
    }
    return series.values().iterator().next();
  }

  /// How many series each metric has, by the metric's whole name.
  Map<String, Integer> seriesCounts() throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    for (Map<String, String> series : prometheus.series(selector("__name__=~'.+'"))) {
      counts.merge(series.getOrDefault("__name__", ""), 1, Integer::sum);
    }
    return counts;
  }

  /// All labels that a series of the metric should have.
  ///
  /// @param metric the name behind the prefix
  /// @param more names and values by turns; those with an empty value are left out
  Map<String, String> labels(String metric, String... more) {
    return labelsNamed(prefix + metric, more);
  }

  /// As [#labels], of a metric whose name does not begin with the prefix.
  Map<String, String> labelsNamed(String metric, String... more) {
    Map<String, String> labels = new HashMap<>(common);
    labels.putAll(identity);
    labels.put("__name__", metric);
    for (int i = 0; i < more.length; i += 2) {
      if (!more[i + 1].isEmpty()) {
        labels.put(more[i], more[i + 1]);
      }
    }
    return labels;
  }

  private Map<Map<String, String>, Double> query(String promql) throws Exception {
    Map<Map<String, String>, Double> series = new HashMap<>();
    for (PrometheusApi.Sample sample : prometheus.query(promql)) {
      series.put(sample.labels(), sample.value());
    }
    return series;
  }

  private String selector(String name) {
    StringBuilder selector = new StringBuilder("{").append(name);
    identity.forEach(
        (label, value) -> selector.append(", ").append(label).append("='" + value + "'"));
    return selector.append('}').toString();
  }

  @Override
  public String toString() {
    return title;
  }
}
