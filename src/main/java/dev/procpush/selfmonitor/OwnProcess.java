// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

import org.jspecify.annotations.Nullable;

/// What the kernel says about the agent's own process; null for what cannot be read of it.
///
/// @param userNanos CPU time in user mode since it started
/// @param systemNanos CPU time in the kernel since it started
/// @param residentBytes resident memory
public record OwnProcess(
    @Nullable Long userNanos, @Nullable Long systemNanos, @Nullable Long residentBytes) {}
