// SPDX-License-Identifier: Apache-2.0

/// What all kernel-file parsers share: a cursor over bytes and the exception for bytes that make no
/// sense. Nothing here or below does I/O.
@NullMarked
package dev.procpush.parse;

import org.jspecify.annotations.NullMarked;
