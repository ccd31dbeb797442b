// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What `procpush once --format otlp-json` showed.
///
/// @param resource the attributes of whom it comes from
record Collected(Map<String, String> resource, List<Point> points) {

  /// One number of one series.
  ///
  /// @param name the metric's, as in `system.network.io`
  /// @param attributes their values as texts
  record Point(String name, Map<String, String> attributes, String value) {

    /// The value of an attribute, or the empty string.
    String attribute(String key) {
      return attributes.getOrDefault(key, "");
    }

    /// The number, if it is a whole one.
    long number() {
      return Long.parseLong(value);
    }
  }

  /// The sixteen series of an interface, in the order of the columns of `net/dev`: the metric's
  /// name without the prefix, and the direction, or the empty string where it has none.
  static final List<List<String>> COLUMNS = order();

  private static final String INTERFACE = "network.interface.name";
  private static final String DIRECTION = "network.io.direction";

  static Collected parse(String json) throws IOException {
    List<?> resources = Json.list(Json.map(Json.parse(json)).get("resourceMetrics"));
    if (resources.size() != 1) {
      throw new IOException(resources.size() + " resources");
    }
    Map<?, ?> only = Json.map(resources.getFirst());
    List<Point> points = new ArrayList<>();
    for (Object scope : Json.list(only.get("scopeMetrics"))) {
      for (Object metric : Json.list(Json.map(scope).get("metrics"))) {
        addPoints(Json.map(metric), points);
      }
    }
    return new Collected(attributes(Json.map(only.get("resource"))), points);
  }

  /// The points of metrics whose names begin so.
  List<Point> named(String prefix) {
    return points.stream().filter(point -> point.name().startsWith(prefix)).toList();
  }

  /// The points of net/dev's metrics with this prefix, such as `container`, and this attribute.
  List<Point> network(String prefix, String key, String value) {
    return netDev(prefix).stream().filter(point -> point.attribute(key).equals(value)).toList();
  }

  /// The host's points of net/dev's metrics.
  List<Point> host() {
    return netDev("system");
  }

  /// The points of net/dev's metrics with this prefix.
  List<Point> netDev(String prefix) {
    return named(prefix + ".network.").stream()
        .filter(
            point ->
                COLUMNS.contains(List.of(suffix(point.name()), point.attribute(DIRECTION)))
                    && !point.attribute(INTERFACE).isEmpty())
        .toList();
  }

  /// The names of the interfaces of points.
  static Set<String> interfaces(List<Point> points) {
    return points.stream().map(point -> point.attribute(INTERFACE)).collect(Collectors.toSet());
  }

  /// The numbers of an interface under [#COLUMNS], from points of one namespace. An exception where
  /// two points claim the same column.
  static Map<List<String>, Long> columns(List<Point> points, String interfaceName) {
    return points.stream()
        .filter(point -> point.attribute(INTERFACE).equals(interfaceName))
        .collect(
            Collectors.toMap(
                point -> List.of(suffix(point.name()), point.attribute(DIRECTION)), Point::number));
  }

  /// A line of sixteen numbers, as `net/dev` has them, under [#COLUMNS].
  static Map<List<String>, Long> columns(long... numbers) {
    Map<List<String>, Long> columns = new HashMap<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      columns.put(COLUMNS.get(i), numbers[i]);
    }
    return columns;
  }

  private static String suffix(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  private static void addPoints(Map<?, ?> metric, List<Point> points) {
    for (String kind : List.of("sum", "gauge")) {
      if (metric.get(kind) instanceof Map<?, ?> data) {
        for (Object json : Json.list(data.get("dataPoints"))) {
          Map<?, ?> point = Json.map(json);
          Object value = point.containsKey("asInt") ? point.get("asInt") : point.get("asDouble");
          points.add(new Point("" + metric.get("name"), attributes(point), "" + value));
        }
      }
    }
  }

  private static Map<String, String> attributes(Map<?, ?> holder) {
    Map<String, String> attributes = new TreeMap<>();
    for (Object json : Json.list(holder.get("attributes"))) {
      Map<?, ?> attribute = Json.map(json);
      attributes.put("" + attribute.get("key"), text(Json.map(attribute.get("value"))));
    }
    return attributes;
  }

  private static String text(Map<?, ?> anyValue) {
    @Nullable Object only = anyValue.values().iterator().next();
    return "" + only;
  }

  private static List<List<String>> order() {
    List<String> both =
        List.of(
            "network.io",
            "network.packet.count",
            "network.errors",
            "network.packet.dropped",
            "network.fifo.errors");
    List<List<String>> columns = new ArrayList<>();
    both.forEach(name -> columns.add(List.of(name, "receive")));
    columns.add(List.of("network.frame.errors", ""));
    columns.add(List.of("network.packet.compressed", "receive"));
    columns.add(List.of("network.packet.multicast", ""));
    both.forEach(name -> columns.add(List.of(name, "transmit")));
    columns.add(List.of("network.collisions", ""));
    columns.add(List.of("network.carrier.errors", ""));
    columns.add(List.of("network.packet.compressed", "transmit"));
    return List.copyOf(columns);
  }
}
