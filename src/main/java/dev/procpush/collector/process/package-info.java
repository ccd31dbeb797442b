// SPDX-License-Identifier: Apache-2.0

/// What is collected of single processes.
@NullMarked
package dev.procpush.collector.process;

import org.jspecify.annotations.NullMarked;
