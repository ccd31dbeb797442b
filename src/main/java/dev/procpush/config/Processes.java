// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// Which processes have metrics of their own.
public enum Processes {
  /// None.
  OFF,
  /// Those of containers.
  CONTAINERS,
  /// Those of containers, and those of the host that are in none.
  ALL
}
