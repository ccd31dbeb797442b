// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a container runtime says of a container. All of it is data from strangers.
///
/// @param id the whole id
/// @param name without the slash that Docker puts before it
/// @param image what it was made from, as its maker wrote it: `nginx:1.27`
/// @param imageId the runtime's id of the image
/// @param labels those that the configuration allows, by key
public record InspectedContainer(
    String id,
    String name,
    @Nullable String image,
    @Nullable String imageId,
    Map<String, String> labels) {

  public InspectedContainer {
    labels = Map.copyOf(labels);
  }
}
