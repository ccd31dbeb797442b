// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.discovery.ProcessListing;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelClock;
import dev.procpush.linux.RootFiles;
import org.jspecify.annotations.Nullable;

/// What the collectors of the host need to know beside its kernel files.
///
/// @param clockTicks how many make a second of CPU time
/// @param root the host's root file system; null where only a container's own is in reach
/// @param listing which processes there are in this cycle
/// @param processes reads a file of each process
/// @param clock the kernel's
/// @param architecture the processor's, as the conventions call it: `amd64`, `arm64`
public record HostSystem(
    int clockTicks,
    @Nullable RootFiles root,
    ProcessListing listing,
    KeptFiles processes,
    KernelClock clock,
    String architecture) {}
