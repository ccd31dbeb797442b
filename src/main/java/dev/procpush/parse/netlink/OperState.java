// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `IF_OPER_…` of `<linux/if.h>`: what RFC 2863 calls an interface's operational state. In the
/// kernel's order.
public enum OperState {
  /// The driver does not tell, as that of `lo`; the interface is in use.
  UNKNOWN,
  NOTPRESENT,
  DOWN,
  LOWERLAYERDOWN,
  TESTING,
  DORMANT,
  UP;

  private static final List<OperState> STATES = List.of(values());

  private final String value = name().toLowerCase(Locale.ROOT);

  /// As sysfs spells it.
  public String value() {
    return value;
  }

  /// The state with this number.
  ///
  /// @return null for one that is not known here
  static @Nullable OperState of(long number) {
    return number >= 0 && number < STATES.size() ? STATES.get((int) number) : null;
  }

  /// The state that sysfs spells so.
  ///
  /// @return null for one that is not known here
  public static @Nullable OperState of(String value) {
    for (OperState state : STATES) {
      if (state.value.equals(value)) {
        return state;
      }
    }
    return null;
  }
}
