// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.parse.procfs.PidCgroup;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text of `/proc/<pid>/cgroup` as it was last seen, and the container it stands for. Shared by
/// the processes that have the same.
final class CgroupPlacement {
  private final byte[] text;
  private final PidCgroup cgroup;
  private final @Nullable ContainerdTask task;
  private @Nullable ContainerCgroup container;

  /// @param cgroup what the text says, as the host sees it
  /// @param container null where the text tells none
  CgroupPlacement(byte[] text, PidCgroup cgroup, @Nullable ContainerCgroup container) {
    this.text = text;
    this.cgroup = cgroup;
    this.container = container;
    this.task = container == null ? ContainerdTask.of(cgroup) : null;
  }

  boolean is(byte[] bytes, int length) {
    return Arrays.equals(text, 0, text.length, bytes, 0, length);
  }

  @Nullable ContainerCgroup container() {
    return container;
  }

  /// What it may be where it is not known to be a container; null for nothing.
  @Nullable ContainerdTask task() {
    return container == null ? task : null;
  }

  /// Whether it is in the cgroup of this one.
  boolean isIn(ContainerdTask other) {
    return other.equals(task);
  }

  /// Takes in that a shim has said so.
  void isContainer(ContainerdTask told) {
    if (told.equals(task())) {
      container = told.container(cgroup);
    }
  }
}
