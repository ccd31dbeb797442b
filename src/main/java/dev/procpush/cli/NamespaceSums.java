// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.discovery.Snapshot;
import dev.procpush.discovery.UnmatchedMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The lines below the table of namespaces: how many there are, and what a missing capability
/// costs.
///
/// @param snapshot what was found
/// @param reached how many namespaces can be read how far
/// @param capabilities whether the agent has the capability of this name, as in `SYS_ADMIN`; null
///   where none would help
record NamespaceSums(
    Snapshot snapshot, Map<Reach, Integer> reached, @Nullable Predicate<String> capabilities) {
  private static final String LOST = "no TCP states, interface state and addresses in ";

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    boolean hostKnown = snapshot.host() != null;
    int namespaces = snapshot.namespaces().size() + (hostKnown ? 1 : 0);
    lines.add(
        namespaces(namespaces)
            + ", "
            + count(snapshot.containers().size(), "container", "containers"));
    if (!hostKnown) {
      lines.add("The host's own namespace is not among them: this procfs is not the host's.");
    }
    new TreeMap<>(snapshot.unreadable())
        .forEach(
            (error, processes) ->
                lines.add(
                    "The namespace of "
                        + count(processes, "process", "processes")
                        + " cannot be told: "
                        + error));
    if (capabilities != null) {
      addCosts(lines, capabilities);
    }
    return lines;
  }

  private void addCosts(List<String> lines, Predicate<String> given) {
    int limited = reached.getOrDefault(Reach.FILES, 0);
    int mounts = snapshot.unmatched().size() + reached.getOrDefault(Reach.NOTHING, 0);
    if (!given.test("SYS_ADMIN")) {
      List<String> costs = new ArrayList<>();
      if (limited > 0) {
        costs.add(LOST + namespaces(limited));
      }
      if (mounts > 0) {
        costs.add(
            count(mounts, "mounted namespace", "mounted namespaces")
                + " cannot be entered, and not be read at all without processes");
      }
      if (!costs.isEmpty()) {
        lines.add(
            "CAP_SYS_ADMIN is missing: " + String.join("; ", costs) + " (see compose.full.yml)");
      }
      return;
    }
    if (limited > 0) {
      lines.add(
          given.test("SYS_PTRACE")
              ? namespaces(limited)
                  + " cannot be entered with all capabilities that it takes: "
                  + LOST
                  + "them"
              : "CAP_SYS_PTRACE is missing: " + LOST + namespaces(limited) + " without a mount");
    }
    Map<String, Integer> errors = new TreeMap<>();
    for (UnmatchedMount mount : snapshot.unmatched()) {
      errors.merge(mount.error() == null ? "not tried yet" : mount.error(), 1, Integer::sum);
    }
    errors.forEach(
        (error, number) ->
            lines.add(
                count(number, "mounted namespace", "mounted namespaces")
                    + " cannot be entered: "
                    + error));
  }

  private static String namespaces(int number) {
    return count(number, "network namespace", "network namespaces");
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
