// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import org.jspecify.annotations.Nullable;

/// A Kubernetes pod.
///
/// @param uid from the cgroup path, with dashes
/// @param namespace its Kubernetes namespace, where known
/// @param name its name, where known
public record Pod(String uid, @Nullable String namespace, @Nullable String name) {}
