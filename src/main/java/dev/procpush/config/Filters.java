// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// What is looked at and what is not even read.
///
/// @param namespaces by the namespace's name, or the digits of its inode number where it has none;
///   not asked for the host's namespace, nor for a container's
/// @param containers by the container's name, else its full id; a Kubernetes container is
///   `namespace/pod/container`, a pod's network `namespace/pod`
/// @param interfaces by interface name, in every namespace but the host's
/// @param hostInterfaces by interface name, in the host's namespace
/// @param leavesFarEndsOut whether the kernel is asked first which of these are far ends of
///   containers' interfaces: where the user has not said which are wanted
/// @param metrics by metric name, as in `container.network.io`
/// @param optionalMetrics by metric name, asked of those alone that are off by default: whether the
///   user wants them all the same
/// @param protocols by the kernel's name of a field of `net/snmp`, `net/snmp6` and `net/netstat`,
///   as in `Tcp_RetransSegs`
/// @param disks by the kernel's name of a block device, as in `sda`
/// @param leavesPartitionsOut whether the kernel is asked which of these are partitions, which are
///   left out then
/// @param fileSystems by type, as in `ext4`
/// @param mountPoints by mount point as the host sees it, as in `/home`
/// @param labels by the key of a container's or pod's label: those that may be kept and sent
/// @param containerMemory by key of `memory.stat`, as in `file_dirty`
public record Filters(
    Filter namespaces,
    Filter containers,
    Filter interfaces,
    Filter hostInterfaces,
    boolean leavesFarEndsOut,
    Filter metrics,
    Filter optionalMetrics,
    Filter protocols,
    Filter disks,
    boolean leavesPartitionsOut,
    Filter fileSystems,
    Filter mountPoints,
    Filter labels,
    Filter containerMemory) {}
