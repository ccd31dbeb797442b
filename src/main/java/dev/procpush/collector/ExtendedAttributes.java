// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;

/// An identity with one thing and another added to it: each is built once. There is one of these
/// for every namespace and container, so all is in one array, and looked for where the last one was
/// found: each visit asks for the same in the same order.
final class ExtendedAttributes {
  private static final Attributes[] NONE = {};

  private final Attributes identity;

  /// What was added, and behind it all together.
  private Attributes[] pairs = NONE;

  private int next;

  ExtendedAttributes(Attributes identity) {
    this.identity = identity;
  }

  Attributes identity() {
    return identity;
  }

  /// @param more a constant: it is known again by being the same object
  Attributes with(Attributes more) {
    Attributes[] known = pairs;
    int count = known.length;
    int at = next < count ? next : 0;
    for (int i = 0; i < count; i += 2) {
      if (known[at] == more) {
        next = at + 2;
        return known[at + 1];
      }
      at = at + 2 < count ? at + 2 : 0;
    }
    Attributes all = identity.toBuilder().putAll(more).build();
    pairs = Arrays.copyOf(known, count + 2);
    pairs[count] = more;
    pairs[count + 1] = all;
    next = 0;
    return all;
  }

  /// Begins a visit.
  void rewind() {
    next = 0;
  }

  void clear() {
    pairs = NONE;
  }
}
