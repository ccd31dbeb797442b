// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.LivingProcess;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelFiles;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whose each process is. Where nothing has changed since the last cycle, nothing is made anew.
final class ProcessGroups {
  private final KeptFiles kept;
  private final KernelFiles kernel;
  private final Losses losses;
  private final @Nullable ProcessGroup others;
  private final Map<String, ProcessGroup> byContainer = new HashMap<>();
  private final IdentityHashMap<LivingProcess, ObservedProcess> known = new IdentityHashMap<>();
  private final List<ProcessGroup> groups = new ArrayList<>();
  private final List<ObservedProcess> arrivals = new ArrayList<>();
  private long cycle;
  private int met;
  private boolean hasOthers;

  /// @param others whether processes that are in no container are asked for
  ProcessGroups(KeptFiles kept, KernelFiles kernel, boolean others, Losses losses) {
    this.losses = losses;
    this.kept = kept;
    this.kernel = kernel;
    this.others = others ? new ProcessGroup(this, Attributes.empty()) : null;
  }

  /// Brings them up to a scan's result. Processes that are in no container are the host's, so there
  /// are none where the host itself was not found.
  ///
  /// @param containers those that are visited, in the order of the visit
  void refresh(Snapshot snapshot, List<ContainerVisit> containers, long newCycle) {
    cycle = newCycle;
    groups.clear();
    arrivals.clear();
    met = 0;
    hasOthers = others != null && snapshot.host() != null;
    if (others != null && hasOthers) {
      add(others);
    }
    for (ContainerVisit visit : containers) {
      add(groupOf(visit));
    }
    if (byContainer.size() > containers.size()) {
      byContainer.values().removeIf(group -> group.seen != cycle);
    }
    snapshot.living().forEach(this::meet);
    if (met < known.size()) {
      forgetEnded();
    }
  }

  /// Those that are visited; first of all the host's.
  List<ProcessGroup> all() {
    return groups;
  }

  /// How many processes they have.
  int processes() {
    return met;
  }

  private void add(ProcessGroup group) {
    group.begin(cycle);
    groups.add(group);
  }

  private ProcessGroup groupOf(ContainerVisit visit) {
    String id = visit.container().id();
    ProcessGroup group = byContainer.get(id);
    if (group == null || !group.isOf(visit.series())) {
      group = new ProcessGroup(visit.series(), visit.series().identity());
      byContainer.put(id, group);
    }
    return group;
  }

  private void meet(LivingProcess process, @Nullable String container) {
    ProcessGroup group = container == null ? others : byContainer.get(container);
    if (group == null || (container == null && !hasOthers)) {
      return;
    }
    ObservedProcess observed = known.get(process);
    if (observed == null) {
      observed =
          new ObservedProcess(process, group, new ProcessFolder(process, kept, kernel, losses));
      known.put(process, observed);
      arrivals.add(observed);
    } else if (observed.group() != group) {
      observed.moveTo(group);
    }
    observed.seen = cycle;
    met++;
    group.members().add(observed);
  }

  private void forgetEnded() {
    Map<Integer, ObservedProcess> ended = new HashMap<>();
    for (Iterator<ObservedProcess> i = known.values().iterator(); i.hasNext(); ) {
      ObservedProcess observed = i.next();
      if (observed.seen != cycle) {
        i.remove();
        observed.release();
        ended.put(observed.process.pid(), observed);
      }
    }
    for (ObservedProcess arrival : arrivals) {
      ObservedProcess before = ended.get(arrival.process.pid());
      if (before != null) {
        arrival.follows(before);
      }
    }
  }
}
