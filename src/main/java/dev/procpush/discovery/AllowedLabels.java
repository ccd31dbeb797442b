// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Map;
import java.util.function.Predicate;

/// The labels that are kept, of containers and pods: those whose key the configuration allows, few
/// and short. None unless asked for, since people put secrets into labels.
public final class AllowedLabels {
  /// Keeps none.
  public static final AllowedLabels NONE = new AllowedLabels(_ -> false);

  private static final int MOST = 32;
  private static final int LONGEST = 255;

  private final Predicate<String> keys;

  /// @param keys whether the configuration allows labels of this key
  public AllowedLabels(Predicate<String> keys) {
    this.keys = keys;
  }

  /// Adds a label to those of a container, if it is allowed. A value that is too long is cut, a key
  /// is not: it could then be another's.
  void put(Map<String, String> labels, String key, String value) {
    boolean fits = labels.size() < MOST && !key.isEmpty() && key.length() <= LONGEST;
    if (fits && keys.test(key)) {
      labels.put(key, BoundedText.cut(value, LONGEST));
    }
  }
}
