// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// How much of who a container is stands on each of its points.
public enum Identity {
  /// Enough to tell containers apart; the rest is on the info metric.
  COMPACT,
  /// All of it, for backends that join metrics with traces and logs by the full container id.
  FULL
}
