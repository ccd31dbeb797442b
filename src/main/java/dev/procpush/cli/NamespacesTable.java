// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Pod;
import dev.procpush.discovery.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table that `procpush namespaces` prints: a line for each network namespace, the host's
/// first.
///
/// @param netNumber the number in `net:[…]`; null where it cannot be read
/// @param interfaces a namespace's interfaces in words, or why they cannot be read
public record NamespacesTable(
    Function<NetworkNamespace, @Nullable Long> netNumber,
    Function<NetworkNamespace, String> interfaces) {

  private static final String NONE = "-";

  private static final List<Column> COLUMNS =
      List.of(
          Column.right("INODE", 20),
          Column.left("NET", 26),
          Column.left("KIND", 9),
          Column.left("OWNER", 56),
          Column.left("RUNTIME", 14),
          Column.right("PROCESSES", 10),
          Column.left("INTERFACES", 60));

  /// The table and the sums below it, each line ended.
  public String render(Snapshot snapshot) {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>();
    Stream.concat(Stream.ofNullable(snapshot.host()), sorted(snapshot.namespaces()))
        .forEach(namespace -> rows.add(row(namespace)));
    AlignedTable.append(text, COLUMNS, rows);
    text.append('\n');
    sums(snapshot).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static Stream<NetworkNamespace> sorted(List<NetworkNamespace> namespaces) {
    return namespaces.stream()
        .sorted(
            Comparator.comparing(NetworkNamespace::kind)
                .thenComparing(NamespacesTable::owner)
                .thenComparing(NetworkNamespace::inode, Long::compareUnsigned));
  }

  private List<String> row(NetworkNamespace namespace) {
    Long net = netNumber.apply(namespace);
    Container owner = namespace.owner();
    return List.of(
        Long.toUnsignedString(namespace.inode()),
        net == null ? NONE : "net:[" + Long.toUnsignedString(net) + "]",
        namespace.kind().value(),
        owner(namespace),
        owner == null || owner.runtime() == null ? NONE : owner.runtime().value(),
        Integer.toString(namespace.processCount()),
        interfaces.apply(namespace));
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

  private static List<String> sums(Snapshot snapshot) {
    List<String> lines = new ArrayList<>();
    boolean hostKnown = snapshot.host() != null;
    int namespaces = snapshot.namespaces().size() + (hostKnown ? 1 : 0);
    lines.add(
        count(namespaces, "network namespace", "network namespaces")
            + ", "
            + count(snapshot.containers().size(), "container", "containers"));
    if (!hostKnown) {
      lines.add("The host's own namespace is not among them: this procfs is not the host's.");
    }
    snapshot.unreadable().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e ->
                lines.add(
                    "The namespace of "
                        + count(e.getValue(), "process", "processes")
                        + " cannot be told: "
                        + e.getKey()));
    return lines;
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
