// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import org.jspecify.annotations.Nullable;

/// A segment of a cgroup path that names a container.
///
/// @param id the runtime's id, or the container's name
/// @param runtime where the path tells
/// @param isName whether the id is a name that somebody chose: others may have the same elsewhere
record ContainerSegment(String id, @Nullable ContainerRuntime runtime, boolean isName) {

  /// One with an id that no other container has.
  ContainerSegment(String id, @Nullable ContainerRuntime runtime) {
    this(id, runtime, false);
  }
}
