// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Attributes that are parts of a namespace's name.
///
/// @param namespace finds something in the names that the rule is for
/// @param attributes the name of the expression's group by the name of the attribute
record AttributeRule(Pattern namespace, Map<String, String> attributes) {

  static final Set<String> KEYS = Set.of("namespace", "attributes");

  private static final int MOST_VALUE_CHARS = 256;
  private static final int MOST_NAME_CHARS = 128;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");

  /// The first words of what the agent itself, OpenTelemetry and Prometheus put on points.
  private static final Set<String> TAKEN =
      Set.of(
          "container",
          "cpu",
          "disk",
          "error",
          "host",
          "hw",
          "instance",
          "job",
          "k8s",
          "le",
          "netns",
          "network",
          "os",
          "otel",
          "pressure",
          "process",
          "procpush",
          "service",
          "system",
          "telemetry");

  AttributeRule {
    attributes = Map.copyOf(attributes);
  }

  /// The rule that an entry of `attribute_rules` describes.
  static AttributeRule of(ListEntry entry) {
    Pattern namespace = entry.value("namespace", Values::regex);
    Set<String> groups = namespace.namedGroups().keySet();
    Map<String, String> attributes = new LinkedHashMap<>();
    Map<String, YamlEntry> labels = new LinkedHashMap<>();
    for (YamlEntry field : entry.mapping("attributes")) {
      checkName(entry, field);
      YamlEntry before = labels.putIfAbsent(label(field.key()), field);
      if (before != null) {
        throw entry.refused(
            field.line(),
            "'%s' is %s"
                .formatted(
                    field.key(),
                    before.key().equals(field.key())
                        ? "already set in line " + before.line()
                        : "the same label as '" + before.key() + "'"));
      }
      String group = entry.text(field);
      if (!groups.contains(group)) {
        throw entry.refused(
            field.line(),
            "%s=%s: the expression has no group of this name%s"
                .formatted(field.key(), Given.shortened(group), Spelling.question(group, groups)));
      }
      attributes.put(field.key(), group);
    }
    if (attributes.isEmpty()) {
      throw entry.refused(entry.line("attributes"), "'attributes' is empty");
    }
    return new AttributeRule(namespace, attributes);
  }

  private static void checkName(ListEntry entry, YamlEntry field) {
    String name = field.key();
    if (name.length() > MOST_NAME_CHARS || !NAME.matches(name)) {
      throw entry.refused(
          field.line(),
          "'%s' is not a name of an attribute, as in openstack.router.id"
              .formatted(Given.shortened(name)));
    }
    String first = List.of(label(name).split("_", 2)).getFirst();
    if (TAKEN.contains(first)) {
      throw entry.refused(
          field.line(), "'%s': names that begin with '%s' are taken".formatted(name, first));
    }
  }

  /// An attribute's name as most backends write it.
  private static String label(String name) {
    return name.replace('.', '_');
  }

  /// Adds the attributes of a namespace's name to those that earlier rules have given.
  void addTo(Map<String, String> given, String name) {
    Matcher matcher = namespace.matcher(name);
    if (matcher.find()) {
      attributes.forEach(
          (attribute, group) -> {
            String value = matcher.group(group);
            if (value != null && !value.isEmpty() && value.length() <= MOST_VALUE_CHARS) {
              given.putIfAbsent(attribute, value);
            }
          });
    }
  }
}
