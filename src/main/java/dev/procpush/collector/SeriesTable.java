// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NetworkNamespace;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The series of each living namespace, from the scan that found it to the scan that no longer did.
final class SeriesTable {
  /// Beyond the limit on series, the last of these are left out first.
  private static final List<NamespaceKind> KINDS_BY_WORTH =
      List.of(
          NamespaceKind.HOST,
          NamespaceKind.CONTAINER,
          NamespaceKind.POD,
          NamespaceKind.NAMED,
          NamespaceKind.PROCESS);

  private final Identity identity;
  private final Selection selection;
  private final SeriesLimit limit;
  private IdentityHashMap<NetworkNamespace, NamespaceSeries> table = new IdentityHashMap<>();

  SeriesTable(Identity identity, Selection selection, SeriesLimit limit) {
    this.identity = identity;
    this.selection = selection;
    this.limit = limit;
  }

  /// Brings the table up to a scan's result.
  ///
  /// Two living namespaces never share an attribute set, since the SDK would add their counters:
  /// the younger one has no series. And a new namespace whose attributes are those of one that has
  /// just ended (an inode number used again, a restarted container) waits for the next cycle: the
  /// gap ends the old series and gives the new ones a start of their own.
  ///
  /// @return the namespaces to visit, those to be left out first at the end
  List<NamespaceVisit> refresh(List<NetworkNamespace> namespaces) {
    IdentityHashMap<NetworkNamespace, NamespaceSeries> previous = table;
    table = new IdentityHashMap<>();
    List<NamespaceVisit> known = new ArrayList<>(namespaces.size());
    List<NamespaceVisit> found = new ArrayList<>();
    for (NetworkNamespace namespace : namespaces) {
      NamespaceSeries series = previous.get(namespace);
      if (series != null && series.describes(namespace, identity)) {
        previous.remove(namespace);
        known.add(new NamespaceVisit(namespace, series));
      } else {
        series = newSeries(namespace);
        found.add(new NamespaceVisit(namespace, series));
      }
      table.put(namespace, series);
    }
    Set<Attributes> taken = new HashSet<>();
    known.removeIf(visit -> !taken.add(visit.series().identity()));
    previous.values().forEach(ended -> taken.add(ended.identity()));
    found.removeIf(visit -> !taken.add(visit.series().identity()));
    return inOrder(known, found);
  }

  private NamespaceSeries newSeries(NetworkNamespace namespace) {
    return new NamespaceSeries(
        namespace,
        identity.of(namespace),
        selection.wants(namespace),
        selection.interfacesOf(namespace),
        limit);
  }

  private static List<NamespaceVisit> inOrder(
      List<NamespaceVisit> known, List<NamespaceVisit> found) {
    List<NamespaceVisit> ordered = new ArrayList<>(known.size() + found.size());
    for (NamespaceKind kind : KINDS_BY_WORTH) {
      for (List<NamespaceVisit> visits : List.of(known, found)) {
        for (NamespaceVisit visit : visits) {
          if (visit.namespace().kind() == kind && visit.series().isIncluded()) {
            ordered.add(visit);
          }
        }
      }
    }
    return ordered;
  }
}
