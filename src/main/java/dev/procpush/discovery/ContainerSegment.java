// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import org.jspecify.annotations.Nullable;

/// A segment of a cgroup path that names a container.
///
/// @param id the runtime's id, or the machine's name
/// @param runtime where the path tells
record ContainerSegment(String id, @Nullable ContainerRuntime runtime) {}
