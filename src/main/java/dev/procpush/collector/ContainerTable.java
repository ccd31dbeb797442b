// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The series and the files of each living container, from the scan that found it to the scan that
/// no longer did.
final class ContainerTable {
  private final Identity identity;
  private final Selection selection;
  private final SeriesLimit limit;
  private final Function<Container, ContainerFiles> files;
  private Map<String, ContainerVisit> table = new HashMap<>();

  ContainerTable(
      Identity identity,
      Selection selection,
      SeriesLimit limit,
      Function<Container, ContainerFiles> files) {
    this.identity = identity;
    this.selection = selection;
    this.limit = limit;
    this.files = files;
  }

  /// Brings the table up to a scan's result, by the rules of [SeriesTable#refresh]: no two living
  /// containers share an attribute set, and a new one does not go on with what has just ended.
  ///
  /// @return the containers to visit, those to be left out first at the end
  List<ContainerVisit> refresh(List<Container> containers) {
    Map<String, ContainerVisit> previous = table;
    table = HashMap.newHashMap(containers.size());
    List<ContainerVisit> known = new ArrayList<>(containers.size());
    List<Container> found = new ArrayList<>();
    for (Container container : containers) {
      if (selection.wants(container)) {
        ContainerVisit visit = previous.get(container.id());
        if (visit != null && visit.series().describes(container)) {
          previous.remove(container.id());
          known.add(visit);
          table.put(container.id(), visit);
        } else {
          found.add(container);
        }
      }
    }
    previous.values().forEach(ended -> ended.files().release());
    if (!found.isEmpty()) {
      addFound(known, found, previous);
    }
    return known;
  }

  private void addFound(
      List<ContainerVisit> known, List<Container> found, Map<String, ContainerVisit> previous) {
    Collection<ContainerVisit> ended = previous.values();
    Set<Attributes> taken = HashSet.newHashSet(known.size() + ended.size());
    known.forEach(visit -> taken.add(visit.series().identity()));
    ended.forEach(visit -> taken.add(visit.series().identity()));
    for (Container container : found) {
      Nesting nesting = nesting(container, previous.get(container.id()));
      ContainerSeries series = new ContainerSeries(container, identity, limit, nesting);
      if (taken.add(series.identity())) {
        ContainerVisit visit = new ContainerVisit(container, files.apply(container), series);
        table.put(container.id(), visit);
        known.add(visit);
      }
    }
  }

  /// The same as before for a container that is only called something else now.
  private static Nesting nesting(Container container, @Nullable ContainerVisit before) {
    return before != null && before.container().cgroups().equals(container.cgroups())
        ? before.series().nesting()
        : new Nesting();
  }
}
