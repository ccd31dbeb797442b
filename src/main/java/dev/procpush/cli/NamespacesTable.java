// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Pod;
import dev.procpush.discovery.Snapshot;
import dev.procpush.discovery.UnmatchedMount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table that `procpush namespaces` prints: a line for each network namespace, the host's
/// first, and for each mount of which nobody knows where it leads.
///
/// @param visits what was found in each namespace
/// @param capabilities whether the agent has the capability of this name, as in `SYS_ADMIN`; null
///   where none would help, since the files are copies, and where nobody knows
public record NamespacesTable(
    Function<NetworkNamespace, VisitedNamespace> visits, @Nullable Predicate<String> capabilities) {

  private static final String NONE = "-";

  private static final List<Column> COLUMNS =
      List.of(
          Column.right("INODE", 20),
          Column.left("NET", 26),
          Column.left("KIND", 9),
          Column.left("OWNER", 56),
          Column.left("RUNTIME", 14),
          Column.right("PROCESSES", 10),
          Column.left("READS", 7),
          Column.left("INTERFACES", 60));

  /// The table and the sums below it, each line ended.
  public String render(Snapshot snapshot) {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>();
    Stream.concat(Stream.ofNullable(snapshot.host()), sorted(snapshot.namespaces()))
        .forEach(namespace -> rows.add(row(namespace, visits.apply(namespace))));
    snapshot.unmatched().stream()
        .sorted(Comparator.comparing(unmatched -> unmatched.mount().path()))
        .forEach(unmatched -> rows.add(row(unmatched)));
    AlignedTable.append(text, COLUMNS, rows);
    text.append('\n');
    List<String> sums = new NamespaceSums(snapshot, visits, capabilities).lines();
    sums.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static Stream<NetworkNamespace> sorted(List<NetworkNamespace> namespaces) {
    return namespaces.stream()
        .sorted(
            Comparator.comparing(NetworkNamespace::kind)
                .thenComparing(NamespacesTable::owner)
                .thenComparing(NetworkNamespace::inode, Long::compareUnsigned));
  }

  private static List<String> row(UnmatchedMount unmatched) {
    String error = unmatched.error();
    return List.of(
        NONE,
        net(unmatched.mount().nsfsInode()),
        NamespaceKind.NAMED.value(),
        unmatched.mount().name(),
        NONE,
        NONE,
        error == null ? NONE : Reach.NOTHING.word(),
        error == null ? NONE : error);
  }

  private static String net(@Nullable Long number) {
    return number == null ? NONE : "net:[" + Long.toUnsignedString(number) + "]";
  }

  private static List<String> row(NetworkNamespace namespace, VisitedNamespace visited) {
    Container owner = namespace.owner();
    return List.of(
        Long.toUnsignedString(namespace.inode()),
        net(visited.netNumber()),
        namespace.kind().value(),
        owner(namespace),
        owner == null || owner.runtime() == null ? NONE : owner.runtime().value(),
        Integer.toString(namespace.processCount()),
        visited.reach().word(),
        visited.interfaces());
  }

  /// Whose it is, and in parentheses who shares it.
  private static String owner(NetworkNamespace namespace) {
    Container owner = namespace.owner();
    Pod pod = owner == null ? null : owner.pod();
    String name;
    if (pod != null) {
      name = pod.name() == null ? pod.uid() : pod.namespace() + "/" + pod.name();
    } else if (owner != null) {
      name = name(owner);
    } else {
      name = namespace.names().isEmpty() ? NONE : String.join(", ", namespace.names());
    }
    String others =
        namespace.members().stream()
            .filter(member -> !member.sandbox() && (pod != null || !member.equals(owner)))
            .map(NamespacesTable::name)
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? name : name + " (" + others + ")";
  }

  private static String name(Container container) {
    String known =
        Objects.requireNonNullElse(
            container.podContainerName() == null ? container.name() : container.podContainerName(),
            "");
    return known.isEmpty() ? shortId(container.id()) : known;
  }

  private static String shortId(String id) {
    return id.matches("[0-9a-f]{64}") ? id.substring(0, 12) : id;
  }
}
