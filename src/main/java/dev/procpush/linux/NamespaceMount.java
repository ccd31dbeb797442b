// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// A file that a network namespace is mounted on, such as `ip netns add` makes. It keeps the
/// namespace alive and is a way into it.
///
/// @param path as the host sees it, as in `/run/netns/blue`
/// @param nsfsInode the inode number of the namespace's file: that in `net:[…]`
/// @param ctimeNanos when the file was made, in nanoseconds of Unix time: with the inode number it
///   tells a namespace from a later one
public record NamespaceMount(String path, long nsfsInode, long ctimeNanos) {

  /// Mounts are looked up by themselves in each scan, a few thousand of them. The path alone tells
  /// them apart: one namespace may be mounted any number of times.
  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /// The namespace's name: the last part of the path.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
