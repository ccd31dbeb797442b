// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import java.util.Locale;

/// How much of a network namespace can be read.
public enum Reach {
  /// It can be entered.
  ALL,
  /// What its processes' files show: counters, sockets, protocols; but no TCP states, interface
  /// state and addresses.
  FILES,
  /// It has no process and cannot be entered.
  NOTHING;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
