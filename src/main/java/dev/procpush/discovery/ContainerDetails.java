// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a container beside what tells it from others.
///
/// @param runtimeName the runtime's name for it, where known, also of a Kubernetes container
/// @param image what it was made of, where known
/// @param labels those that the configuration allows, by key; a sandbox has its pod's
/// @param network whose network it is on, where known
/// @param startTime when its oldest process was started, in clock ticks since boot, where known
/// @param oldest the folder of its oldest process in procfs, where known
public record ContainerDetails(
    @Nullable String runtimeName,
    @Nullable ContainerImage image,
    Map<String, String> labels,
    @Nullable ContainerNetwork network,
    @Nullable Long startTime,
    @Nullable String oldest) {
  /// Nothing known.
  public static final ContainerDetails NONE =
      new ContainerDetails(null, null, Map.of(), null, null);

  /// What is known of one without a process.
  public ContainerDetails(
      @Nullable String runtimeName,
      @Nullable ContainerImage image,
      Map<String, String> labels,
      @Nullable ContainerNetwork network,
      @Nullable Long startTime) {
    this(runtimeName, image, labels, network, startTime, null);
  }

  public ContainerDetails {
    labels = Map.copyOf(labels);
  }
}
