// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.HostMounts;
import dev.procpush.linux.FileSystems;
import java.util.function.Predicate;

/// What is asked about file systems, and how.
///
/// @param mounts what is mounted on the host
/// @param fileSystems asks them
/// @param types which types are wanted, as in `ext4`
/// @param mountPoints which mount points are wanted, as in `/home`
/// @param boundNanos how long a cycle may wait for all of them together
public record FileSystemSources(
    HostMounts mounts,
    FileSystems fileSystems,
    Predicate<String> types,
    Predicate<String> mountPoints,
    long boundNanos) {}
