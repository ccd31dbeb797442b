// SPDX-License-Identifier: Apache-2.0

/// Which network namespaces and containers are on this host, who owns them and what they are
/// called.
@NullMarked
package dev.procpush.discovery;

import org.jspecify.annotations.NullMarked;
