// SPDX-License-Identifier: Apache-2.0

/// The kernel as seen through system calls: the only code that uses `java.lang.foreign`.
@NullMarked
package dev.procpush.linux;

import org.jspecify.annotations.NullMarked;
