// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// Which metrics the configuration wants.
@FunctionalInterface
public interface MetricFilter {
  /// All that are on by default.
  MetricFilter DEFAULT = (_, onByDefault) -> onByDefault;

  /// Whether a metric is wanted.
  ///
  /// @param name as in `container.network.io`
  /// @param onByDefault whether it is, where the configuration says nothing about it
  boolean wants(String name, boolean onByDefault);
}
