// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NetworkNamespace;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The series of one network namespace: under which prefix, with which attributes, and how many.
public final class NamespaceSeries {
  private static final Object[] NO_MEMORIES = {};

  private final Scope scope;
  private final ExtendedAttributes attributes;
  private final boolean unnamed;
  private final boolean included;
  private final Predicate<String> interfaceFilter;
  private final SeriesRoom room;
  private final Map<String, KnownInterface> interfaces = new HashMap<>();
  private final Map<Object, CachedAttributes> cached = new HashMap<>();
  private final TcpActivity tcp = new TcpActivity();

  /// What the collectors remember, each a class of its own: too few to need a map.
  private Object[] memories = NO_MEMORIES;

  private NamespaceKind kind;
  private @Nullable Container owner;
  private List<String> names;
  private String name;
  private boolean bare;
  private long visit;

  /// What a filter of namespaces said; few agents have any.
  private @Nullable IdentityHashMap<Predicate<String>, Boolean> filtered;

  /// How many of the interfaces and of the cached attributes this visit has asked for.
  private int interfacesMet;

  private int cachedMet;

  /// How many interfaces it has met that the visit before had not.
  private int interfacesFound;

  /// @param included whether the configuration wants the namespace at all
  /// @param interfaceFilter whether the configuration wants an interface of this name
  NamespaceSeries(
      NetworkNamespace namespace,
      Attributes identity,
      boolean included,
      Predicate<String> interfaceFilter,
      SeriesLimit limit) {
    this.scope = scope(namespace);
    this.kind = namespace.kind();
    this.owner = namespace.owner();
    this.names = namespace.names();
    this.name = Selection.name(namespace);
    this.attributes = new ExtendedAttributes(identity);
    this.unnamed = scope == Scope.NETNS && identity.get(Identity.NETNS_NAME) == null;
    this.included = included;
    this.interfaceFilter = interfaceFilter;
    this.room = new SeriesRoom(limit, scope == Scope.SYSTEM);
  }

  /// The prefix of its metrics' names.
  public Scope scope() {
    return scope;
  }

  /// The attributes that tell this namespace from any other; none for the host's.
  public Attributes identity() {
    return attributes.identity();
  }

  /// Whether nothing but an inode number identifies it: neither a container's nor named.
  public boolean isUnnamed() {
    return unnamed;
  }

  /// Whether a filter of namespaces takes this one, by the name that [Selection] knows it by; the
  /// host's is always taken. The filter is asked only once.
  ///
  /// @param filter a constant: it is known again by being the same object
  public boolean isNamedBy(Predicate<String> filter) {
    if (scope == Scope.SYSTEM) {
      return true;
    }
    IdentityHashMap<Predicate<String>, Boolean> filtered = this.filtered;
    if (filtered == null) {
      filtered = new IdentityHashMap<>();
      this.filtered = filtered;
    }
    Boolean known = filtered.get(filter);
    if (known == null) {
      known = filter.test(name);
      filtered.put(filter, known);
    }
    return known;
  }

  /// Whether the configuration wants the interface. This takes little memory, so that it can be
  /// asked of any number of interfaces before [#reserve].
  public boolean wants(String interfaceName) {
    return known(interfaceName).wanted;
  }

  /// Decides of an interface that was asked for whether it is wanted, whatever its name says.
  public void decide(String interfaceName, boolean wanted) {
    KnownInterface known = known(interfaceName);
    known.wanted = wanted;
    known.series = wanted ? known.series : null;
  }

  /// Whether interfaces have come or gone since the visit before, of those asked for so far.
  public boolean hasOtherInterfaces() {
    return interfacesFound > 0 || interfacesMet < interfaces.size();
  }

  /// The series of an interface.
  ///
  /// @return null when the interface is left out
  public @Nullable InterfaceSeries networkInterface(String name) {
    KnownInterface known = known(name);
    if (known.wanted && known.series == null) {
      known.series = InterfaceSeries.of(identity(), name);
    }
    return known.series;
  }

  /// How many interfaces were asked for in this visit, wanted or not.
  public int interfacesSeen() {
    return interfacesMet;
  }

  /// The names of the interfaces that were asked for in this visit and are wanted.
  public List<String> wantedInterfaces() {
    List<String> wanted = new ArrayList<>();
    interfaces.forEach(
        (name, known) -> {
          if (known.wanted && known.lastVisit == visit) {
            wanted.add(name);
          }
        });
    return wanted;
  }

  /// The identity and more: built once while the namespace lives.
  ///
  /// @param more a constant: it is known again by being the same object
  public Attributes with(Attributes more) {
    return attributes.with(more);
  }

  /// Attributes that follow from what was read: built again only when `key` is another, and
  /// forgotten when a visit does not ask for them.
  ///
  /// @param key all that `builder` makes attributes of, as a record
  /// @param builder makes the attributes from the identity
  public Attributes attributes(Object key, UnaryOperator<Attributes> builder) {
    Attributes known = attributes(key);
    if (known == null) {
      known = builder.apply(identity());
      cached.put(key, new CachedAttributes(known, visit));
      cachedMet++;
    }
    return known;
  }

  /// The same where they are already built; else null.
  public @Nullable Attributes attributes(Object key) {
    CachedAttributes known = cached.get(key);
    if (known == null) {
      return null;
    }
    if (known.lastVisit != visit) {
      known.lastVisit = visit;
      cachedMet++;
    }
    return known.attributes;
  }

  /// The number of this visit: what another one told is not to be told again.
  public long visit() {
    return visit;
  }

  /// What this visit's files tell about TCP.
  public TcpActivity tcp() {
    return tcp;
  }

  /// What a collector remembers of the namespace while it lives.
  ///
  /// @param type the class itself of what is made, which tells the collectors' memories apart
  /// @param first makes it at the first visit
  @SuppressWarnings("unchecked") // it is of the very class
  public <T> T memory(Class<T> type, Supplier<T> first) {
    for (Object memory : memories) {
      if (memory.getClass() == type) {
        return (T) memory;
      }
    }
    T made = first.get();
    memories = Arrays.copyOf(memories, memories.length + 1);
    memories[memories.length - 1] = made;
    return made;
  }

  private KnownInterface known(String name) {
    KnownInterface known = interfaces.get(name);
    if (known == null) {
      known = new KnownInterface(interfaceFilter.test(name));
      interfaces.put(name, known);
      interfacesFound++;
    }
    if (known.lastVisit != visit) {
      known.lastVisit = visit;
      interfacesMet++;
    }
    return known;
  }

  /// Asks for room before points are recorded. Without room the rest of the namespace is left out
  /// of this cycle, and all of it of the next ones.
  ///
  /// @param points how many series a collector is about to record
  public boolean reserve(int points) {
    return room.reserve(points);
  }

  /// Tells that nobody uses the namespace: it has no name and nothing but `lo`. No other collector
  /// looks at it in this visit.
  public void markBare() {
    bare = true;
  }

  boolean isBare() {
    return bare;
  }

  boolean isIncluded() {
    return included;
  }

  boolean isLeftOut() {
    return room.isLeftOut();
  }

  /// Whether prefix and attributes are still the right ones for the namespace, of which something
  /// may have changed that is in neither.
  boolean describes(NetworkNamespace namespace, Identity identities) {
    if (owner == namespace.owner() && names.equals(namespace.names()) && kind == namespace.kind()) {
      return true;
    }
    if (scope != scope(namespace) || !identity().equals(identities.of(namespace))) {
      return false;
    }
    owner = namespace.owner();
    names = namespace.names();
    name = Selection.name(namespace);
    filtered = null;
    kind = namespace.kind();
    return true;
  }

  SeriesRoom room() {
    return room;
  }

  void beginVisit() {
    visit++;
    room.beginVisit();
    bare = false;
    attributes.rewind();
    interfacesMet = 0;
    interfacesFound = 0;
    cachedMet = 0;
    tcp.beginVisit();
  }

  /// Forgets what is gone, or all where the namespace is left out or failed.
  void endVisit() {
    room.endVisit();
    if (room.isEmpty()) {
      interfaces.clear();
      cached.clear();
    } else {
      if (interfacesMet < interfaces.size()) {
        interfaces.values().removeIf(known -> known.lastVisit != visit);
      }
      if (cachedMet < cached.size()) {
        cached.values().removeIf(known -> known.lastVisit != visit);
      }
    }
  }

  private static Scope scope(NetworkNamespace namespace) {
    return switch (namespace.kind()) {
      case HOST -> Scope.SYSTEM;
      case CONTAINER, POD -> Scope.CONTAINER;
      case PROCESS, NAMED -> Scope.NETNS;
    };
  }

  /// Attributes that were asked for.
  private static final class CachedAttributes {
    final Attributes attributes;
    long lastVisit;

    CachedAttributes(Attributes attributes, long lastVisit) {
      this.attributes = attributes;
      this.lastVisit = lastVisit;
    }
  }

  /// An interface that was seen, wanted or not: the configuration's regex is asked only once.
  private static final class KnownInterface {
    boolean wanted;
    @Nullable InterfaceSeries series;
    long lastVisit;

    KnownInterface(boolean wanted) {
      this.wanted = wanted;
    }
  }
}
