// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.Identity;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.PointLines;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Of the whole agent what `SpoiledFields` is of a parser: a number that is spoiled in a file costs
/// the points that are made of it, and no others. Which points these are is not asked of anybody:
/// they are those that differ when the number becomes another one, and where it is all that the
/// file holds, when it becomes nonsense of another kind. A socket whose line cannot be read is not
/// counted, as if the line were not there.
class EachValueStandsAloneTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9A-Za-z_.])[0-9]+(?![0-9A-Za-z_.])");

  private static final Pattern SOCKETS = Pattern.compile(".*/net/(tcp|udp)6?");
  private static final Pattern ONE_FIELD = Pattern.compile("\\S+\n");

  /// Numbers of one file that are spoiled, spread over it.
  private static final int EACH_FILE = 8;

  /// In seconds.
  private static final double ROUNDED = 2e-6;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "captured/debian12-docker20-containers",
        "composed/kubernetes-containerd-cgroup2",
        "composed/linux-6.6-numa-host",
        "captured/linux-6.18-host"
      })
  void aSpoiledNumberCostsItsOwnPointsAlone(String fixture) {
    FixtureHost host = FixtureHost.of(FIXTURES.resolve(fixture));
    Map<String, String> files = new TreeMap<>();
    Map<String, String> before =
        points(
            host.reading(
                (path, text) -> {
                  files.putIfAbsent(path, text);
                  return text;
                }));
    List<String> wrong = new ArrayList<>();
    int spoiled = 0;
    for (Map.Entry<String, String> file : oneOfEachKind(files).entrySet()) {
      for (int at : numbers(file.getValue())) {
        spoiled++;
        wrong.addAll(lawless(host, before, file.getKey(), file.getValue(), at));
      }
    }

    assertThat(spoiled).isGreaterThan(50);
    assertThat(wrong).isEmpty();
  }

  private static List<String> lawless(
      FixtureHost host, Map<String, String> before, String path, String text, int at) {
    int end = at;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    char last = text.charAt(end - 1);
    String other = text.substring(0, end - 1) + (last == '9' ? '7' : (char) (last + 1));
    Map<String, String> changed = points(host, path, other + text.substring(end));
    Map<String, String> after =
        points(host, path, text.substring(0, at) + "x" + text.substring(end));
    if (SOCKETS.matcher(path).matches()) {
      String others = text.substring(0, text.lastIndexOf('\n', at) + 1) + after(text, at);
      assertThat(after).as(path).isIn(before, points(host, path, others));
      return List.of();
    }
    Set<String> its = new HashSet<>();
    before.forEach((point, value) -> differs(its, point, value, changed.get(point)));
    if (ONE_FIELD.matcher(text).matches()) {
      Map<String, String> without = points(host, path, "nonsense\n");
      before.forEach((point, value) -> differs(its, point, value, without.get(point)));
    }
    List<String> wrong = new ArrayList<>();
    String where = path + ": " + text.substring(text.lastIndexOf('\n', at) + 1, end) + "|: ";
    before.forEach(
        (point, value) -> {
          String now = after.get(point);
          if (!its.contains(point) && !value.equals(now)) {
            wrong.add(where + "costs " + point + ", which is " + now);
          } else if (its.contains(point) && now != null && !isSame(value, now)) {
            wrong.add(where + "makes of " + point + " " + now);
          }
        });
    return wrong;
  }

  /// The lines behind the one at a place.
  private static String after(String text, int at) {
    return text.substring(text.indexOf('\n', at) + 1);
  }

  /// The same, or made of other numbers that tell it as well: of three that add up any two do, as
  /// exactly as the kernel rounds them, to whole microseconds each.
  private static boolean isSame(String value, String now) {
    return value.equals(now)
        || Math.abs(Double.parseDouble(value) - Double.parseDouble(now)) <= ROUNDED;
  }

  private static void differs(Set<String> its, String point, String value, @Nullable String other) {
    if (!value.equals(other)) {
      its.add(point);
    }
  }

  private static Map<String, String> points(FixtureHost host, String path, String content) {
    return points(host.reading((read, text) -> read.equals(path) ? content : text));
  }

  /// All values but what the agent tells of itself, by metric and attributes.
  private static Map<String, String> points(FixtureHost host) {
    Map<String, String> points = new HashMap<>();
    for (MetricData metric : host.collect(Identity.COMPACT, MetricFilter.DEFAULT, (_, _) -> {})) {
      if (!metric.getName().startsWith("procpush.")) {
        metric
            .getData()
            .getPoints()
            .forEach(
                point ->
                    points.put(
                        metric.getName() + PointLines.text(point.getAttributes()),
                        PointLines.value(point)));
      }
    }
    return points;
  }

  /// One of the files that differ only in a number or an id of their path.
  private static Map<String, String> oneOfEachKind(Map<String, String> files) {
    Map<String, String> kinds = new TreeMap<>();
    files.forEach(
        (path, _) -> kinds.putIfAbsent(path.replaceAll("[0-9a-f]{12,}|[0-9]+", "#"), path));
    Map<String, String> chosen = new TreeMap<>();
    kinds.values().forEach(path -> chosen.put(path, files.get(path)));
    return chosen;
  }

  private static List<Integer> numbers(String text) {
    List<Integer> all = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      all.add(number.start());
    }
    List<Integer> some = new ArrayList<>();
    for (int i = 0; i < Math.min(all.size(), EACH_FILE); i++) {
      some.add(all.get(i * all.size() / Math.min(all.size(), EACH_FILE)));
    }
    return some;
  }
}
