// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.NamespaceMount;
import org.jspecify.annotations.Nullable;

/// A mount of a network namespace that was not entered, so that nobody knows which one it is.
///
/// @param error the errno's name; null where it was not tried yet, or has just changed
public record UnmatchedMount(NamespaceMount mount, @Nullable String error) {}
