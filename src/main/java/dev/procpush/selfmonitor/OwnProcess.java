// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

/// What the kernel says about the agent's own process.
///
/// @param userNanos CPU time in user mode since it started
/// @param systemNanos CPU time in the kernel since it started
/// @param residentBytes resident memory
public record OwnProcess(long userNanos, long systemNanos, long residentBytes) {}
