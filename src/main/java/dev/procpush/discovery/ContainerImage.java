// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a container was made of, as far as its runtime tells. All of it is data from strangers.
///
/// @param name without tag and digest, as in `docker.io/library/nginx`
/// @param tags as in `1.27`; empty where it goes by digest or id
/// @param id the runtime's id of the image, as in `sha256:…`
public record ContainerImage(@Nullable String name, List<String> tags, @Nullable String id) {

  public ContainerImage {
    tags = List.copyOf(tags);
  }
}
