// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import org.jspecify.annotations.Nullable;

/// What a visit to a network namespace has found.
///
/// @param netNumber the number in its `net:[…]`; null where it cannot be read
/// @param interfaces the names of its interfaces, or why they cannot be read
public record VisitedNamespace(Reach reach, @Nullable Long netNumber, String interfaces) {}
