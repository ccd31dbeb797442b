// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import java.util.List;
import java.util.function.Function;

/// What is collected of containers.
///
/// @param files the way to a container's files, asked for once while it lives
public record ContainerSources(
    List<ContainerCollector> collectors, Function<Container, ContainerFiles> files) {

  public ContainerSources {
    collectors = List.copyOf(collectors);
  }
}
