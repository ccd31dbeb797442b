// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.List;

/// All that a cycle collects.
///
/// @param host of the host itself, once
/// @param namespaces of each network namespace
/// @param containers of each container
/// @param processes of single processes
public record Sources(
    HostSources host,
    List<NamespaceCollector> namespaces,
    ContainerSources containers,
    ProcessSources processes) {

  public Sources {
    namespaces = List.copyOf(namespaces);
  }
}
