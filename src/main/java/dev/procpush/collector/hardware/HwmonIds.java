// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

/// What each chip of `class/hwmon` is called in `hw.id`: after the device that it is part of, as in
/// `platform_coretemp_0`. Where several chips are part of one device, each has its own name added;
/// where these are the same, the labels of its channels. So an id is the same after a restart, in
/// which the kernel may number the chips in another order. Chips that differ in nothing but their
/// number are told apart by that.
final class HwmonIds {
  private static final int LONGEST_LABELS = 48;

  private final Collection<HwmonDevice> all;

  HwmonIds(Collection<HwmonDevice> all) {
    this.all = all;
  }

  String of(HwmonDevice chip) {
    String id = base(chip);
    Predicate<HwmonDevice> alike = other -> base(other).equals(base(chip));
    if (isAlone(alike) || chip.chip() == null) {
      return isAlone(alike) ? id : id + "_" + chip.number();
    }
    id = id + "_" + name(chip);
    alike = alike.and(other -> name(other).equals(name(chip)));
    if (isAlone(alike)) {
      return id;
    }
    alike = alike.and(other -> labels(other).equals(labels(chip)));
    return id + "_" + (isAlone(alike) ? labels(chip) : chip.number());
  }

  private boolean isAlone(Predicate<HwmonDevice> alike) {
    return all.stream().filter(alike).limit(2).count() < 2;
  }

  private static String base(HwmonDevice chip) {
    String device = chip.device();
    return device != null ? device : chip.chip() != null ? name(chip) : chip.number();
  }

  private static String name(HwmonDevice chip) {
    return clean(Objects.requireNonNullElse(chip.chip(), ""));
  }

  private static String labels(HwmonDevice chip) {
    String cleaned = clean(chip.labels());
    return cleaned.substring(0, Math.min(LONGEST_LABELS, cleaned.length()));
  }

  /// Of letters, digits, colons and underscores.
  static String clean(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9:_]", "_").replaceAll("^_+|_+$", "");
  }
}
