// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import java.util.function.Predicate;

/// What of the host the configuration wants to be observed.
///
/// @param disks by the kernel's name of a block device, as in `sda`
/// @param leavesPartitionsOut whether partitions are left out as well, which the kernel tells
public record HostSelection(Predicate<String> disks, boolean leavesPartitionsOut) {}
