// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.List;

/// What is collected of the host itself.
///
/// @param files where its files are
public record HostSources(List<HostCollector> collectors, HostFiles files) {

  public HostSources {
    collectors = List.copyOf(collectors);
  }
}
