// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A metric that the user describes: an entry of `proc_metrics` in the configuration file.
///
/// @param name the metric's whole name
/// @param unit in UCUM; may be empty
/// @param base that the number is written in: 10 or 16
/// @param owners whose namespaces are read
/// @param namespaces which of these, by name; not asked for the host's
public record ProcMetric(
    String name,
    String unit,
    String description,
    Instrument instrument,
    ProcFile file,
    ProcValue value,
    int base,
    Set<Owner> owners,
    Filter namespaces) {

  static final Set<String> KEYS =
      new LinkedHashSet<>(
          List.of(
              "name",
              "file",
              "type",
              "unit",
              "description",
              "value",
              "column",
              "row",
              "rows",
              "regex",
              "base",
              "scopes",
              "namespaces"));

  private static final Pattern ANY = Pattern.compile("");
  private static final int MOST_NAME_CHARS = 128;
  private static final int MOST_UNIT_CHARS = 63;
  private static final int MOST_DESCRIPTION_CHARS = 255;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");

  /// The first words of the agent's own metrics: OpenTelemetry knows no two instruments of one
  /// name.
  private static final Set<String> TAKEN =
      Set.of("container", "hw", "netns", "nfs", "otel", "process", "procpush", "system");

  /// What the value does.
  public enum Instrument {
    /// It only rises.
    COUNTER,
    /// It rises and falls.
    GAUGE
  }

  /// Whose a namespace is.
  public enum Owner {
    HOST,
    /// A container's or a pod's.
    CONTAINER,
    /// Any other.
    NETNS
  }

  private enum Kind {
    NUMBER
  }

  private enum Rows {
    SUM,
    FIRST
  }

  public ProcMetric {
    owners = Set.copyOf(owners);
  }

  /// The metrics that the entries of `proc_metrics` describe.
  static List<ProcMetric> all(List<ListEntry> entries) {
    Map<String, Integer> lines = new HashMap<>();
    return entries.stream().map(entry -> of(entry, lines)).toList();
  }

  /// @param lines where the names before this one stand, in the form that most backends give them
  private static ProcMetric of(ListEntry entry, Map<String, Integer> lines) {
    String name = entry.value("name", ProcMetric::name);
    Integer before = lines.putIfAbsent(name.replace('.', '_'), entry.line("name"));
    if (before != null) {
      throw entry.refused(entry.line("name"), "name=" + name + ": the same as in line " + before);
    }
    ProcFile file = entry.value("file", ProcFile::of);
    return new ProcMetric(
        name,
        entry.value("unit", ProcMetric::unit, ""),
        entry.value("description", ProcMetric::description, "The value in " + file),
        entry.value("type", Values.oneOf(Instrument.class)),
        file,
        value(entry),
        entry.value("base", ProcMetric::base, 10),
        owners(entry, file),
        Filter.of(entry.value("namespaces", Values::regex, ANY), ANY));
  }

  private static Set<Owner> owners(ListEntry entry, ProcFile file) {
    boolean hostFile = file.root() == ProcFile.Root.HOST;
    if (!entry.has("scopes")) {
      return hostFile ? Set.of(Owner.HOST) : Set.of(Owner.values());
    }
    Set<Owner> owners = Set.copyOf(entry.values("scopes", Values.oneOf(Owner.class)));
    if (hostFile && !owners.equals(Set.of(Owner.HOST))) {
      throw entry.refused(
          entry.line("scopes"), "'scopes' other than host: there is one " + file + " for all");
    }
    return owners;
  }

  private static ProcValue value(ListEntry entry) {
    List<String> ways = List.of("value", "column", "regex").stream().filter(entry::has).toList();
    if (ways.size() > 1) {
      throw entry.refused(
          entry.line(ways.get(1)),
          "'%s' besides '%s': only one can be".formatted(ways.get(1), ways.getFirst()));
    }
    for (String key : List.of("row", "rows")) {
      if (entry.has(key) && !entry.has("column")) {
        throw entry.refused(entry.line(key), "'" + key + "' without 'column'");
      }
    }
    entry.value("value", Values.oneOf(Kind.class), Kind.NUMBER);
    if (entry.has("regex")) {
      return entry.value("regex", ProcValue.Found::of);
    }
    if (!entry.has("column")) {
      return new ProcValue.Whole();
    }
    return new ProcValue.Column(
        entry.value("column", ProcMetric::word),
        entry.has("row") ? entry.value("row", ProcMetric::word) : null,
        entry.value("rows", Values.oneOf(Rows.class), Rows.SUM) == Rows.FIRST);
  }

  private static String name(String text) {
    if (text.length() > MOST_NAME_CHARS || !NAME.matches(text)) {
      throw new IllegalArgumentException("not a name of a metric, as in acme.ip.forwarding");
    }
    String first = text.split("[._]", 2)[0];
    if (TAKEN.contains(first)) {
      throw new IllegalArgumentException("names that begin with '" + first + "' are the agent's");
    }
    return text;
  }

  private static String unit(String text) {
    if (text.length() > MOST_UNIT_CHARS || !text.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException("not a unit, as in By, s or {packet}");
    }
    return text;
  }

  private static String description(String text) {
    if (text.length() > MOST_DESCRIPTION_CHARS) {
      throw new IllegalArgumentException("longer than " + MOST_DESCRIPTION_CHARS + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("more than one line, or a control character in it");
    }
    return text;
  }

  private static String word(String text) {
    if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("not a single word");
    }
    return text;
  }

  private static int base(String text) {
    return switch (text) {
      case "10" -> 10;
      case "16" -> 16;
      default -> throw new IllegalArgumentException("neither 10 nor 16");
    };
  }
}
