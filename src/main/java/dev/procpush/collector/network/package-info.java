// SPDX-License-Identifier: Apache-2.0

/// Collectors of the files below `/proc/<pid>/net`.
@NullMarked
package dev.procpush.collector.network;

import org.jspecify.annotations.NullMarked;
