// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceMount;
import org.jspecify.annotations.Nullable;

/// A mount of a network namespace that the last scan saw, and what is known about it.
final class KnownMount {
  /// It was not entered.
  static final long UNKNOWN = 0;

  final NamespaceMount mount;

  /// The number of the folder it was found in.
  final int folder;

  /// What it calls the namespace: its name, or its path where another namespace has that name.
  String label;

  /// The last cycle that listed it.
  long listed;

  /// The inode of the namespace's `net/dev`: it stays, since the mount keeps the namespace alive.
  long inode = UNKNOWN;

  @Nullable KnownNamespace namespace;

  /// Why it could not be entered.
  @Nullable ErrnoException error;

  /// The first cycle in which it may be entered again.
  long nextTry;

  KnownMount(NamespaceMount mount, int folder, long cycle) {
    this.mount = mount;
    this.folder = folder;
    this.label = mount.name();
    this.listed = cycle;
  }

  /// Whether it turned out to be of a namespace that is not a network's.
  boolean isOtherKind() {
    return error != null && error.errno() == ErrnoException.EINVAL;
  }
}
