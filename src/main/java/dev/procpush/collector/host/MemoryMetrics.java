// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.SnakeCase;
import dev.procpush.parse.procfs.Meminfo;
import dev.procpush.parse.procfs.NamedNumbers.Field;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which metric a field of `/proc/meminfo` is: one of those that the semantic conventions name, or
/// one whose name follows from the kernel's by rule, so that a field that a later kernel adds has
/// one as well.
final class MemoryMetrics {
  private static final String PAGES = "{page}";
  private static final String BYTES = "By";

  /// Sums of others, and what is told of each swap device.
  private static final List<String> WITHOUT_METRIC = List.of("Slab", "SwapTotal", "SwapFree");

  /// Where the value of a field goes.
  ///
  /// @param shift 10 where the kernel tells it in kB, else 0
  record Target(ScopedInstrument instrument, Attributes attributes, int shift) {

    /// Records the kernel's number. What has more bytes than OTLP can tell is none: the kernel has
    /// subtracted two values that did not fit together.
    void record(long value) {
      if (value >>> (Long.SIZE - 1 - shift) == 0) {
        instrument.record(Scope.SYSTEM, value << shift, attributes);
      }
    }
  }

  private final Instruments instruments;
  private final Map<String, Target> named = new HashMap<>();
  private final Set<String> suffixes = new HashSet<>();

  /// What is not free, told from two fields.
  final Target used;

  /// The same of huge pages.
  final Target usedHugePages;

  private boolean on;

  MemoryMetrics(Instruments instruments) {
    this.instruments = instruments;
    AttributeKey<String> state = stringKey("system.memory.state");
    ScopedInstrument usage =
        made("usage", BYTES, "Memory of the host by state; used is what is not available");
    used = new Target(usage, Attributes.of(state, "used"), 10);
    named.put("MemFree", new Target(usage, Attributes.of(state, "free"), 10));
    named.put("Buffers", new Target(usage, Attributes.of(state, "buffers"), 10));
    named.put("Cached", new Target(usage, Attributes.of(state, "cached"), 10));
    name("MemTotal", "limit", BYTES, "Memory of the host");
    name(
        "MemAvailable",
        "linux.available",
        BYTES,
        "Memory that new programs can get without swapping");
    name("Shmem", "linux.shared", BYTES, "Shared memory and tmpfs");

    AttributeKey<String> slabState = stringKey("system.memory.linux.slab.state");
    ScopedInstrument slab =
        made("linux.slab.usage", BYTES, "Memory of the kernel's slab caches by state");
    named.put("SReclaimable", new Target(slab, Attributes.of(slabState, "reclaimable"), 10));
    named.put("SUnreclaim", new Target(slab, Attributes.of(slabState, "unreclaimable"), 10));

    AttributeKey<String> pageState = stringKey("system.memory.linux.hugepages.state");
    ScopedInstrument hugePages =
        made("linux.hugepages.usage", PAGES, "Huge pages of the default size by state");
    usedHugePages = new Target(hugePages, Attributes.of(pageState, "used"), 0);
    named.put("HugePages_Free", new Target(hugePages, Attributes.of(pageState, "free"), 0));
    name(
        "HugePages_Total",
        "linux.hugepages.limit",
        PAGES,
        "Huge pages of the default size that the host has");
    name(
        "HugePages_Rsvd",
        "linux.hugepages.reserved",
        PAGES,
        "Huge pages of the default size that are reserved and not yet allocated");
    name(
        "HugePages_Surp",
        "linux.hugepages.surplus",
        PAGES,
        "Huge pages of the default size beyond the configured number");
    name("Hugepagesize", "linux.hugepages.page_size", BYTES, "Default size of a huge page");
  }

  /// Whether there is any metric.
  boolean isOn() {
    return on;
  }

  /// The metric of a field, made when the field is new.
  ///
  /// @return null where it has none of its own, or is not wanted
  @Nullable Target of(Field field) {
    Target known = named.get(field.name());
    if (known == null && !WITHOUT_METRIC.contains(field.name())) {
      known = byRule(field);
    }
    return known != null
            && (known.shift > 0) == isInKilobytes(field)
            && known.instrument.isOn(Scope.SYSTEM)
        ? known
        : null;
  }

  private static boolean isInKilobytes(Field field) {
    return field.unit().equals(Meminfo.KILOBYTES);
  }

  private @Nullable Target byRule(Field field) {
    boolean kilobytes = isInKilobytes(field);
    String suffix = "linux." + SnakeCase.of(field.name());
    if (suffixes.contains(suffix)) {
      return null;
    }
    String text =
        MeminfoField.DESCRIPTIONS.getOrDefault(field.name(), field.name() + " of /proc/meminfo");
    ScopedInstrument instrument = made(suffix, kilobytes ? BYTES : "{item}", text);
    return new Target(instrument, Attributes.empty(), kilobytes ? 10 : 0);
  }

  private void name(String field, String suffix, String unit, String description) {
    int shift = unit.equals(BYTES) ? 10 : 0;
    named.put(field, new Target(made(suffix, unit, description), Attributes.empty(), shift));
  }

  private ScopedInstrument made(String suffix, String unit, String description) {
    suffixes.add(suffix);
    ScopedInstrument instrument =
        instruments.ofHost("memory." + suffix, unit, description).upDownCounter();
    on |= instrument.isOn(Scope.SYSTEM);
    return instrument;
  }
}
