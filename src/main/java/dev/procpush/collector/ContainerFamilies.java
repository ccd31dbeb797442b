// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which containers are within which others, by their cgroups. A container and those within it are
/// visited together, from the inside out, or not at all.
final class ContainerFamilies {
  private List<ContainerVisit> members = List.of();
  private List<ContainerVisit> outermost = List.of();
  private final IdentityHashMap<ContainerVisit, List<ContainerVisit>> within =
      new IdentityHashMap<>();
  private final List<Nesting> nested = new ArrayList<>();

  /// Arranges those that are told of.
  ///
  /// @return those that are in no other of them
  List<ContainerVisit> arrange(List<ContainerVisit> visits) {
    if (isSame(visits)) {
      return outermost;
    }
    members = List.copyOf(visits);
    within.clear();
    Map<String, ContainerVisit> byPath = HashMap.newHashMap(visits.size());
    visits.forEach(visit -> byPath.put(visit.container().cgroup(), visit));
    IdentityHashMap<Nesting, Nesting> around = new IdentityHashMap<>();
    List<ContainerVisit> top = new ArrayList<>(visits.size());
    for (ContainerVisit visit : visits) {
      ContainerVisit outer = visit.room().isMeasured() ? null : outer(visit, byPath);
      if (outer == null) {
        top.add(visit);
      } else {
        within.computeIfAbsent(outer, _ -> new ArrayList<>()).add(visit);
        around.put(visit.series().nesting(), outer.series().nesting());
      }
    }
    move(visits, around);
    outermost = top;
    return outermost;
  }

  /// Those within it, not within each other.
  List<ContainerVisit> within(ContainerVisit visit) {
    return within.isEmpty() ? List.of() : within.getOrDefault(visit, List.of());
  }

  private boolean isSame(List<ContainerVisit> visits) {
    if (visits.size() != members.size()) {
      return false;
    }
    for (int i = 0; i < visits.size(); i++) {
      if (visits.get(i) != members.get(i) || visits.get(i).room().isMeasured()) {
        return false;
      }
    }
    return true;
  }

  /// First those that have ended or moved leave, so that what they had is known where others come.
  private void move(List<ContainerVisit> visits, IdentityHashMap<Nesting, Nesting> around) {
    for (Nesting one : nested) {
      if (around.get(one) != one.outer()) {
        one.moveInto(null);
      }
    }
    nested.clear();
    for (ContainerVisit visit : visits) {
      Nesting one = visit.series().nesting();
      one.moveInto(around.get(one));
      if (one.outer() != null) {
        nested.add(one);
      }
    }
  }

  private static @Nullable ContainerVisit outer(
      ContainerVisit visit, Map<String, ContainerVisit> byPath) {
    String path = visit.container().cgroup();
    for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
      ContainerVisit outer = byPath.get(slash == 0 ? "/" : path.substring(0, slash));
      if (outer != null
          && outer != visit
          && !outer.room().isMeasured()
          && visit.container().isWithin(outer.container())) {
        return outer;
      }
    }
    return null;
  }
}
