// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.function.Predicate;

/// Which processes have metrics of their own.
///
/// @param others whether also those that are in no container
/// @param names by the name of the process
/// @param top how many of each container, and of those that are in none, at most
public record ProcessChoice(boolean others, Predicate<String> names, int top) {}
