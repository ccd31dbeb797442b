// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NetworkNamespace;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The series of one network namespace: under which prefix, with which attributes, and how many.
public final class NamespaceSeries {
  /// What a namespace is taken to cost before it was ever read: one interface in net/dev.
  private static final int EXPECTED_AT_FIRST = 16;

  private final Scope scope;
  private final @Nullable Container owner;
  private final Attributes identity;
  private final boolean included;
  private final Predicate<String> interfaceFilter;
  private final SeriesLimit limit;
  private final Map<String, KnownInterface> interfaces = new HashMap<>();
  private int expected = EXPECTED_AT_FIRST;
  private int reserved;
  private boolean leftOut;
  private long visit;

  /// @param included whether the configuration wants the namespace at all
  /// @param interfaceFilter whether the configuration wants an interface of this name
  NamespaceSeries(
      NetworkNamespace namespace,
      Attributes identity,
      boolean included,
      Predicate<String> interfaceFilter,
      SeriesLimit limit) {
    this.scope = scope(namespace);
    this.owner = namespace.owner();
    this.identity = identity;
    this.included = included;
    this.interfaceFilter = interfaceFilter;
    this.limit = limit;
  }

  /// The prefix of its metrics' names.
  public Scope scope() {
    return scope;
  }

  /// The attributes that tell this namespace from any other; none for the host's.
  public Attributes identity() {
    return identity;
  }

  /// Whether nothing but an inode number identifies it: neither a container's nor named.
  public boolean isUnnamed() {
    return scope == Scope.NETNS && identity.get(Identity.NETNS_NAME) == null;
  }

  /// Whether the configuration wants the interface. This takes little memory, so that it can be
  /// asked of any number of interfaces before [#reserve].
  public boolean wants(String interfaceName) {
    return known(interfaceName).wanted;
  }

  /// The series of an interface.
  ///
  /// @return null when the interface is left out by configuration
  public @Nullable InterfaceSeries networkInterface(String name) {
    KnownInterface known = known(name);
    if (known.wanted && known.series == null) {
      known.series = InterfaceSeries.of(identity, name);
    }
    return known.series;
  }

  private KnownInterface known(String name) {
    KnownInterface known = interfaces.get(name);
    if (known == null) {
      known = new KnownInterface(interfaceFilter.test(name));
      interfaces.put(name, known);
    }
    known.lastVisit = visit;
    return known;
  }

  /// Asks for room before points are recorded. Without room the whole namespace is left out.
  ///
  /// @param points how many series a collector is about to record
  public boolean reserve(int points) {
    int before = Math.max(reserved, expected);
    reserved += points;
    int growth = Math.max(reserved, expected) - before;
    leftOut = leftOut || !(scope == Scope.SYSTEM || limit.admits(growth));
    return !leftOut;
  }

  boolean isIncluded() {
    return included;
  }

  boolean isLeftOut() {
    return leftOut;
  }

  /// Whether these are still the right prefix and attributes for the namespace.
  boolean describes(NetworkNamespace namespace) {
    return scope == scope(namespace) && Objects.equals(owner, namespace.owner());
  }

  /// How many series it had when it was last read.
  int expected() {
    return expected;
  }

  /// Takes no room before it is read.
  void expectNothing() {
    expected = 0;
  }

  void beginVisit() {
    visit++;
    reserved = 0;
    leftOut = false;
  }

  /// Forgets the interfaces that are gone, or all where the namespace is left out or failed.
  void endVisit() {
    expected = reserved;
    if (leftOut || reserved == 0) {
      interfaces.clear();
    } else {
      interfaces.values().removeIf(known -> known.lastVisit != visit);
    }
  }

  private static Scope scope(NetworkNamespace namespace) {
    return switch (namespace.kind()) {
      case HOST -> Scope.SYSTEM;
      case CONTAINER, POD -> Scope.CONTAINER;
      case PROCESS, NAMED -> Scope.NETNS;
    };
  }

  /// An interface that was seen, wanted or not: the configuration's regex is asked only once.
  private static final class KnownInterface {
    final boolean wanted;
    @Nullable InterfaceSeries series;
    long lastVisit;

    KnownInterface(boolean wanted) {
      this.wanted = wanted;
    }
  }
}
