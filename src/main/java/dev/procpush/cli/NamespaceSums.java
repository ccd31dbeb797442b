// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Snapshot;
import dev.procpush.discovery.UnmatchedMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The lines below the table of namespaces: how many there are, and what a missing capability
/// costs.
///
/// @param snapshot what was found
/// @param visits what was found in each namespace
/// @param capabilities whether the agent has the capability of this name, as in `SYS_ADMIN`; null
///   where none would help, and where nobody knows
record NamespaceSums(
    Snapshot snapshot,
    Function<NetworkNamespace, VisitedNamespace> visits,
    @Nullable Predicate<String> capabilities) {
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
      addCosts(lines, capabilities.test("SYS_ADMIN"), capabilities.test("SYS_PTRACE"));
    }
    addUntried(lines);
    return lines;
  }

  /// What each capability costs that is missing, and what cannot be entered in spite of them.
  private void addCosts(List<String> lines, boolean mayEnter, boolean mayTrace) {
    int mounted = count(Reach.FILES, true);
    int unmounted = count(Reach.FILES, false);
    if (!mayEnter) {
      addCostOfEntering(lines, mounted + unmounted);
    }
    if (!mayTrace && unmounted > 0) {
      lines.add(
          "CAP_SYS_PTRACE is missing: "
              + (mayEnter ? LOST : "with CAP_SYS_ADMIN alone still " + LOST)
              + namespaces(unmounted)
              + " without a mount");
    }
    int unexplained = mayTrace ? mounted + unmounted : mounted;
    if (mayEnter && unexplained > 0) {
      lines.add(
          namespaces(unexplained)
              + " cannot be entered with all capabilities that it takes: "
              + LOST
              + "them");
    }
    if (mayEnter) {
      addErrors(lines);
    }
  }

  private void addCostOfEntering(List<String> lines, int limited) {
    int unread = count(Reach.NOTHING, true) + errors().size();
    List<String> costs = new ArrayList<>();
    if (limited > 0) {
      costs.add(LOST + namespaces(limited));
    }
    if (unread > 0) {
      costs.add(mounts(unread) + " cannot be entered, and not be read at all without processes");
    }
    if (!costs.isEmpty()) {
      lines.add(
          "CAP_SYS_ADMIN is missing: " + String.join("; ", costs) + " (see compose.full.yml)");
    }
  }

  private void addErrors(List<String> lines) {
    Map<String, Integer> counts = new TreeMap<>();
    errors().forEach(error -> counts.merge(error, 1, Integer::sum));
    counts.forEach((error, number) -> lines.add(mounts(number) + " cannot be entered: " + error));
  }

  private void addUntried(List<String> lines) {
    int untried = snapshot.unmatched().size() - errors().size();
    if (untried > 0) {
      lines.add(mounts(untried) + " not looked into: there was no time, or they have just changed");
    }
  }

  /// How many namespaces can be read so far, of those with a mount or of those without.
  private int count(Reach reach, boolean mounted) {
    return (int)
        Stream.concat(Stream.ofNullable(snapshot.host()), snapshot.namespaces().stream())
            .filter(namespace -> namespace.mounts().isEmpty() != mounted)
            .filter(namespace -> visits.apply(namespace).reach() == reach)
            .count();
  }

  /// Why mounts could not be entered, each time.
  private List<String> errors() {
    return snapshot.unmatched().stream()
        .map(UnmatchedMount::error)
        .filter(Objects::nonNull)
        .toList();
  }

  private static String mounts(int number) {
    return count(number, "mounted namespace", "mounted namespaces");
  }

  private static String namespaces(int number) {
    return count(number, "network namespace", "network namespaces");
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
