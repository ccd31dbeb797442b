// SPDX-License-Identifier: Apache-2.0

/// From kernel files to OpenTelemetry measurements: the cycle, and one collector for each kernel
/// file.
@NullMarked
package dev.procpush.collector;

import org.jspecify.annotations.NullMarked;
