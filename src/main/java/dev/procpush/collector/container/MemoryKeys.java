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
        .ofContainer("memory.linux." + key, "By", known == null ? key + " of memory.stat" : known)
        .upDownCounter();
  }

  private static boolean isBytes(String key) {
    return EVENTS.stream().noneMatch(key::startsWith);
  }

  private static Map<String, String> descriptions() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("shmem", "Shared memory and tmpfs");
    texts.put("file_mapped", "Page cache that processes have mapped");
    texts.put("inactive_file", "Page cache that was not used lately");
    texts.put("active_file", "Page cache that was used lately");
    texts.put("inactive_anon", "Memory in no file that was not used lately");
    texts.put("active_anon", "Memory in no file that was used lately");
    texts.put("unevictable", "Memory that is locked");
    texts.put("file_dirty", "Page cache that is to be written");
    texts.put("file_writeback", "Page cache that is being written");
    texts.put("anon_thp", "Memory in no file in transparent huge pages");
    texts.put("file_thp", "Page cache in transparent huge pages");
    texts.put("shmem_thp", "Shared memory in transparent huge pages");
    texts.put("kernel_stack", "Kernel stacks of its threads");
    texts.put("pagetables", "Page tables");
    texts.put("sec_pagetables", "Page tables of virtual machines");
    texts.put("percpu", "Memory of the kernel for each CPU");
    texts.put("sock", "Buffers of sockets");
    texts.put("vmalloc", "Memory that the kernel has mapped page by page");
    texts.put("slab", "Slab memory");
    texts.put("slab_reclaimable", "Slab memory that can be taken back");
    texts.put("slab_unreclaimable", "Slab memory that cannot be taken back");
    texts.put("hugetlb", "Huge pages of hugetlbfs");
    texts.put("swap", "Memory that is swapped out");
    texts.put("swapcached", "Swapped out memory that is in memory as well");
    texts.put("zswap", "Memory that compressed swapped out memory takes");
    texts.put("zswapped", "Memory that was compressed instead of swapped out");
    return texts;
  }
}
