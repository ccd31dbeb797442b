// SPDX-License-Identifier: Apache-2.0

/// What is collected of the host itself: CPUs, memory, disks, file systems, sensors.
@NullMarked
package dev.procpush.collector.host;

import org.jspecify.annotations.NullMarked;
