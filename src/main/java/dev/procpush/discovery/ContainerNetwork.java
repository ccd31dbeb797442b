// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The network namespace that a container was started in.
///
/// @param mode whose it is
/// @param ownerId the id of the container whose series the namespace's are, where that is another
/// @param inode the namespace's
/// @param name the name of the namespace (of `ip netns`), where it has one
public record ContainerNetwork(
    Mode mode, @Nullable String ownerId, long inode, @Nullable String name) {

  /// Whose network a container is on.
  public enum Mode {
    /// Its own.
    OWN,
    /// Its pod's.
    POD,
    /// Another container's.
    SHARED,
    /// The host's.
    HOST;

    /// The value of `container.network.mode`.
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
