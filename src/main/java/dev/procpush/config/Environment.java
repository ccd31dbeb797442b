// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings among the environment variables. An empty variable is one that is not set, as
/// everywhere in OpenTelemetry.
final class Environment {

  private static final String PREFIX = "PROCPUSH_";

  /// What Kubernetes sets in every pod for a service whose name starts with "procpush".
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "PROCPUSH_([A-Z0-9_]+_)?"
              + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  /// What compose.yml and the launcher read.
  private static final Set<String> OTHERS = Set.of("PROCPUSH_USER", "PROCPUSH_HOST_MOUNT");

  private static final int MOST_WARNINGS = 10;

  private final Map<String, String> variables;
  private final Map<String, Setting<?>> settings =
      Settings.all().stream().collect(Collectors.toMap(Setting::variable, setting -> setting));

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /// The values of settings, by setting name.
  Map<String, Given> given() {
    Map<String, Given> given = new HashMap<>();
    settings.forEach(
        (variable, setting) -> {
          String text = variables.getOrDefault(variable, "");
          if (!text.isEmpty()) {
            given.put(setting.name(), Given.checked(setting, variable, text));
          }
        });
    return given;
  }

  /// A line for each variable that looks like a setting and is none.
  List<String> warnings() {
    List<String> unknown = variables.keySet().stream().filter(this::isUnknown).sorted().toList();
    List<String> warnings = new ArrayList<>();
    for (String variable : unknown.subList(0, Math.min(unknown.size(), MOST_WARNINGS))) {
      warnings.add(
          Given.shortened(variable)
              + " is not a setting and is ignored; the nearest is "
              + Spelling.nearest(variable, settings.keySet()));
    }
    if (unknown.size() > MOST_WARNINGS) {
      warnings.add((unknown.size() - MOST_WARNINGS) + " more unknown " + PREFIX + " variables");
    }
    return warnings;
  }

  private boolean isUnknown(String variable) {
    return variable.startsWith(PREFIX)
        && !settings.containsKey(variable)
        && !OTHERS.contains(variable)
        && !SERVICE_LINK.matches(variable);
  }
}
