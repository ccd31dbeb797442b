// SPDX-License-Identifier: Apache-2.0

/// The optional API of container runtimes, asked over their Unix sockets. Nothing here is loaded
/// unless a socket is configured.
@NullMarked
package dev.procpush.runtime;

import org.jspecify.annotations.NullMarked;
