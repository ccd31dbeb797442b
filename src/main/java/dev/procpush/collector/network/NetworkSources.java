// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.HostFiles;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the collectors of network namespaces need to know beside the namespace.
///
/// @param host the host's files
/// @param pageSize in bytes: some counts of the kernel are in pages
/// @param protocols which protocol counters are wanted, by names such as `Tcp_RetransSegs`
/// @param protocolFields the names of the protocol counters that this kernel has
/// @param tcpTables when net/tcp is read
/// @param hostDevices whether sysfs shows the host's network devices, not those of the agent's own
///   namespace
/// @param leavesFarEndsOut whether interfaces of the host are left out whose other end is a
///   container's, as far as the kernel tells
public record NetworkSources(
    HostFiles host,
    int pageSize,
    Predicate<String> protocols,
    Set<String> protocolFields,
    TcpTables tcpTables,
    boolean hostDevices,
    boolean leavesFarEndsOut) {

  /// The files of the host's devices; null where sysfs does not show them.
  @Nullable SysClassNet sysClassNet() {
    return hostDevices ? new SysClassNet(host) : null;
  }
}
