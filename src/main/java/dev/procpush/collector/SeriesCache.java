// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The attributes of things that come and go, such as devices: built once for each, and forgotten
/// when a cycle no longer asks for them.
///
/// @param <K> what a thing is known by
/// @param <V> its attributes, or a record of several
public final class SeriesCache<K, V> {
  private final Function<K, V> builder;
  private final Map<K, Entry<V>> entries = new HashMap<>();
  private long cycle;
  private int met;

  public SeriesCache(Function<K, V> builder) {
    this.builder = builder;
  }

  /// Begins a cycle, and forgets what the one before did not ask for.
  public void beginCycle() {
    if (met < entries.size()) {
      entries.values().removeIf(entry -> entry.lastCycle != cycle);
    }
    cycle++;
    met = 0;
  }

  /// The attributes of a thing.
  public V of(K key) {
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      entry = new Entry<>(builder.apply(key));
      entries.put(key, entry);
    }
    if (entry.lastCycle != cycle) {
      entry.lastCycle = cycle;
      met++;
    }
    return entry.value;
  }

  /// What was asked for.
  private static final class Entry<V> {
    final V value;
    long lastCycle = -1;

    Entry(V value) {
      this.value = value;
    }
  }
}
