// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Kubernetes pod.
///
/// @param uid from the cgroup path, with dashes
/// @param namespace its Kubernetes namespace, where known
/// @param name its name, where known
/// @param labels those that the configuration allows, by key
public record Pod(
    String uid, @Nullable String namespace, @Nullable String name, Map<String, String> labels) {

  public Pod {
    labels = Map.copyOf(labels);
  }

  /// One of which no label is known.
  public Pod(String uid, @Nullable String namespace, @Nullable String name) {
    this(uid, namespace, name, Map.of());
  }

  /// What this one lacks is taken from what another container tells of the same pod.
  Pod or(Pod other) {
    Pod named = name == null ? other : this;
    return new Pod(uid, named.namespace, named.name, labels.isEmpty() ? other.labels : labels);
  }
}
