// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.NamespaceMount;
import org.jspecify.annotations.Nullable;

/// A mount of a network namespace that nobody knows which one it is, since it could not be entered.
///
/// @param error the errno's name; null where it was not tried yet
public record UnmatchedMount(NamespaceMount mount, @Nullable String error) {}
