// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The metrics of the keys of `memory.stat` that have no name of their own:
/// `container.memory.linux.<key>`, by version 2's names for them.
final class MemoryKeys {
  /// Those known beforehand; a later kernel's appear from the second collection on.
  private static final Map<String, String> DESCRIPTIONS = descriptions();

  /// Keys that are metrics of their own.
  private static final Set<String> NAMED = Set.of("anon", "file", "kernel");

  /// All other keys are bytes: the kernel counts events under these beginnings.
  private static final List<String> EVENTS =
      List.of(
          "pg", "workingset_", "thp_", "numa_", "swpin", "swpout", "zswpin", "zswpout", "zswpw");

  /// What version 1 calls other than version 2, without its `total_`.
  private static final Map<String, String> VERSION_1 =
      Map.of(
          "rss", "anon",
          "cache", "file",
          "rss_huge", "anon_thp",
          "mapped_file", "file_mapped",
          "dirty", "file_dirty",
          "writeback", "file_writeback");

  private static final String TOTAL = "total_";

  private final Instruments instruments;
  private final Predicate<String> wanted;
  private final Map<String, ScopedInstrument> metrics = new HashMap<>();

  /// @param wanted which keys, by version 2's names
  MemoryKeys(Instruments instruments, Predicate<String> wanted) {
    this.instruments = instruments;
    this.wanted = wanted;
    DESCRIPTIONS.keySet().stream().filter(wanted).forEach(this::metric);
  }

  /// Whether a key of version 2 is wanted.
  boolean wantsUnified(String key) {
    return !NAMED.contains(key) && isBytes(key) && wanted.test(key);
  }

  /// Whether a key of version 1 is wanted: of those that count what is below the cgroup as well.
  boolean wantsVersion1(String key) {
    return key.startsWith(TOTAL) && wantsUnified(unified(key));
  }

  /// Version 2's name of a key of version 1.
  static String unified(String key) {
    String name = key.startsWith(TOTAL) ? key.substring(TOTAL.length()) : key;
    return VERSION_1.getOrDefault(name, name);
  }

  /// The metric of a key by version 2's name, made when it is asked for first.
  ScopedInstrument metric(String key) {
    return metrics.computeIfAbsent(key, this::newMetric);
  }

  /// Whether any metric so far is wanted.
  boolean isAnyOn(Scope scope) {
    return metrics.values().stream().anyMatch(metric -> metric.isOn(scope));
  }

  private ScopedInstrument newMetric(String key) {
    String known = DESCRIPTIONS.get(key);
    return instruments
        .ofContainer(
            "memory.linux." + key,
            "By",
            known == null ? key + " of the container's memory.stat" : known)
        .upDownCounter();
  }

  private static boolean isBytes(String key) {
    return EVENTS.stream().noneMatch(key::startsWith);
  }

  private static Map<String, String> descriptions() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("shmem", "Shared memory of the container, tmpfs included");
    texts.put("file_mapped", "Page cache of the container that its processes have mapped");
    texts.put("inactive_file", "Page cache of the container that was not used recently");
    texts.put("active_file", "Page cache of the container that was used recently");
    texts.put("inactive_anon", "Anonymous memory of the container that was not used recently");
    texts.put("active_anon", "Anonymous memory of the container that was used recently");
    texts.put(
        "unevictable", "Memory of the container that cannot be reclaimed, such as locked memory");
    texts.put("file_dirty", "Page cache of the container that waits to be written back");
    texts.put("file_writeback", "Page cache of the container that is being written back");
    texts.put("anon_thp", "Anonymous memory of the container in transparent huge pages");
    texts.put("file_thp", "Page cache of the container in transparent huge pages");
    texts.put("shmem_thp", "Shared memory of the container in transparent huge pages");
    texts.put("kernel_stack", "Kernel stacks of the container's threads");
    texts.put("pagetables", "Page tables of the container's processes");
    texts.put("sec_pagetables", "Page tables of the container's virtual machines");
    texts.put(
        "percpu", "Memory that the kernel has allocated for each CPU on behalf of the container");
    texts.put("sock", "Socket buffers of the container");
    texts.put("vmalloc", "Memory allocated with vmalloc on behalf of the container");
    texts.put("slab", "Slab memory that is charged to the container");
    texts.put("slab_reclaimable", "Slab memory of the container that can be reclaimed");
    texts.put("slab_unreclaimable", "Slab memory of the container that cannot be reclaimed");
    texts.put("hugetlb", "Huge pages (hugetlb) of the container");
    texts.put("swap", "Memory of the container that is swapped out");
    texts.put("swapcached", "Memory of the container that is in swap and in memory");
    texts.put("zswap", "Memory that the compressed swap cache (zswap) takes for the container");
    texts.put(
        "zswapped",
        "Memory of the container in the compressed swap cache (zswap), by its uncompressed size");
    return texts;
  }
}
