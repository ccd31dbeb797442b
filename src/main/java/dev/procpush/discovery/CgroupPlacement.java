// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text of `/proc/<pid>/cgroup` as it was last seen, and the container it stands for. Shared by
/// the processes that have the same.
final class CgroupPlacement {
  private final byte[] text;
  private final @Nullable ContainerCgroup container;

  CgroupPlacement(byte[] text, @Nullable ContainerCgroup container) {
    this.text = text;
    this.container = container;
  }

  boolean is(byte[] bytes, int length) {
    return Arrays.equals(text, 0, text.length, bytes, 0, length);
  }

  @Nullable ContainerCgroup container() {
    return container;
  }
}
