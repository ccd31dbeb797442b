// SPDX-License-Identifier: Apache-2.0

/// Measurements: of single classes by JMH, and of a cycle by its parts.
@NullMarked
package dev.procpush.bench;

import org.jspecify.annotations.NullMarked;
