// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.Arrays;

/// Kernel files that belong together, such as those of one container, and are read again and again
/// by way of [KeptFiles]. Each is known by a number.
public abstract class KeptFolder {
  static final int CLOSED = -1;

  /// Of the kernel's descriptors those that are open for them.
  final int[] descriptors;

  /// @param files how many there are
  protected KeptFolder(int files) {
    descriptors = new int[files];
    Arrays.fill(descriptors, CLOSED);
  }

  /// Where a file is: asked for when it is opened.
  protected abstract String directory(int file);

  /// What a file is called there.
  protected abstract String name(int file);

  /// Whether a file is open.
  protected final boolean isOpen(int file) {
    return descriptors[file] != CLOSED;
  }
}
