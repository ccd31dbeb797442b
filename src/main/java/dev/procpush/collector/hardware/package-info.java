// SPDX-License-Identifier: Apache-2.0

/// What is collected of the host's devices: sensors, power, memory errors, RAID.
@NullMarked
package dev.procpush.collector.hardware;

import org.jspecify.annotations.NullMarked;
