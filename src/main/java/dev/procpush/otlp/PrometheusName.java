// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What metrics and attributes are called in Prometheus, once a Collector has translated them
/// (`prometheusremotewrite`, strategy UnderscoreEscapingWithSuffixes): words joined by underscores,
/// the unit in full, `total` after a counter, `ratio` after a share.
public final class PrometheusName {
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("d", "days"),
          Map.entry("h", "hours"),
          Map.entry("min", "minutes"),
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("GiBy", "gibibytes"),
          Map.entry("TiBy", "tibibytes"),
          Map.entry("KBy", "kilobytes"),
          Map.entry("MBy", "megabytes"),
          Map.entry("GBy", "gigabytes"),
          Map.entry("TBy", "terabytes"),
          Map.entry("m", "meters"),
          Map.entry("V", "volts"),
          Map.entry("A", "amperes"),
          Map.entry("J", "joules"),
          Map.entry("W", "watts"),
          Map.entry("g", "grams"),
          Map.entry("Cel", "celsius"),
          Map.entry("Hz", "hertz"),
          Map.entry("1", ""),
          Map.entry("%", "percent"));
  private static final Map<String, String> PER =
      Map.of(
          "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo", "month", "y",
          "year");

  private PrometheusName() {}

  /// The name of a metric's series; those of a histogram have another word behind it.
  public static String of(MetricData metric) {
    boolean monotonic =
        switch (metric.getType()) {
          case LONG_SUM -> metric.getLongSumData().isMonotonic();
          case DOUBLE_SUM -> metric.getDoubleSumData().isMonotonic();
          default -> false;
        };
    boolean gauge =
        switch (metric.getType()) {
          case LONG_GAUGE, DOUBLE_GAUGE -> true;
          default -> false;
        };
    return of(metric.getName(), metric.getUnit(), monotonic, gauge);
  }

  /// The same, from a metric's parts.
  public static String of(String name, String unit, boolean monotonic, boolean gauge) {
    List<String> words = words(name);
    addUnit(words, unit);
    if (monotonic) {
      moveToEnd(words, "total");
    }
    if (gauge && unit.equals("1")) {
      moveToEnd(words, "ratio");
    }
    String joined = String.join("_", words);
    return startsWithDigit(joined) ? "_" + joined : joined;
  }

  /// The name of the label that an attribute becomes, since the Collector 0.165: each character
  /// that a label cannot have is an underscore.
  public static String ofLabel(String attribute) {
    StringBuilder label = new StringBuilder(attribute.length());
    for (int i = 0; i < attribute.length(); i = attribute.offsetByCodePoints(i, 1)) {
      char c = attribute.charAt(i);
      label.append(isWordCharacter(c) ? c : '_');
    }
    return startsWithDigit(label) ? "key_" + label : label.toString();
  }

  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= name.length(); i++) {
      char c = i < name.length() ? name.charAt(i) : '.';
      if (isWordCharacter(c) || c == ':') {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }

  private static void addUnit(List<String> words, String unit) {
    int slash = unit.indexOf('/');
    String main = unitWord(slash < 0 ? unit : unit.substring(0, slash), UNITS);
    String per = slash < 0 ? "" : unitWord(unit.substring(slash + 1), PER);
    if (!main.isEmpty() && !words.contains(main)) {
      words.add(main);
    }
    if (!per.isEmpty() && !words.contains("per_" + per)) {
      words.add("per_" + per);
    }
  }

  private static String unitWord(String unit, Map<String, String> known) {
    String bare = unit.strip();
    if (bare.contains("{") || bare.contains("}")) {
      return "";
    }
    String word = known.getOrDefault(bare, bare);
    return String.join("_", words(word));
  }

  private static void moveToEnd(List<String> words, String word) {
    words.removeIf(word::equals);
    words.add(word);
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean startsWithDigit(CharSequence text) {
    return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
  }
}
