// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which series of a metric are meant, written as PromQL does: `node_network_up{device!="lo"}`.
///
/// @param name of the metric, an expression that must match it as a whole
/// @param conditions all of which must hold
/// @param factor by which values are to be multiplied: behind the text, as in `× 1024`
record SeriesSelector(Pattern name, List<Condition> conditions, double factor) {

  private static final Pattern TEXT =
      Pattern.compile("`([^`{]+)(?:\\{([^`}]*)})?`(?: × ([0-9]+))?");
  private static final Pattern CONDITION =
      Pattern.compile("([A-Za-z0-9_.]+)(=~|!~|!=|=)\"([^\"]*)\"");

  /// What a label has to be.
  ///
  /// @param operator one of PromQL's four
  record Condition(String label, String operator, String value) {

    boolean holds(String actual) {
      return switch (operator) {
        case "=" -> actual.equals(value);
        case "!=" -> !actual.equals(value);
        case "=~" -> actual.matches(value);
        default -> !actual.matches(value);
      };
    }
  }

  /// @throws IllegalArgumentException where it is not written so
  static SeriesSelector parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    String factor = matcher.group(3);
    return new SeriesSelector(
        Pattern.compile(matcher.group(1)),
        conditions(matcher.group(2) == null ? "" : matcher.group(2)),
        factor == null ? 1 : Double.parseDouble(factor));
  }

  private static List<Condition> conditions(String text) {
    List<Condition> conditions = new ArrayList<>();
    Matcher matcher = CONDITION.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (!text.substring(end, matcher.start()).strip().matches(",?")) {
        throw new IllegalArgumentException(text);
      }
      conditions.add(new Condition(matcher.group(1), matcher.group(2), matcher.group(3)));
      end = matcher.end();
    }
    if (end != text.length()) {
      throw new IllegalArgumentException(text);
    }
    return conditions;
  }

  boolean isOf(String metric) {
    return name.matcher(metric).matches();
  }

  boolean selects(String metric, Map<String, String> labels) {
    return isOf(metric)
        && conditions.stream()
            .allMatch(condition -> condition.holds(labels.getOrDefault(condition.label(), "")));
  }

  /// The labels that can have one value only.
  Set<String> fixed() {
    Set<String> fixed = new TreeSet<>();
    conditions.stream()
        .filter(condition -> condition.operator().equals("="))
        .forEach(condition -> fixed.add(condition.label()));
    return fixed;
  }
}
