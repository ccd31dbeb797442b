// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// Which processes have metrics of their own, and how many at most.
///
/// @param processes whose
/// @param names by the name of the process (`comm`)
/// @param top how many of each container, and of those that are in none
public record ProcessSelection(Processes processes, Filter names, int top) {}
