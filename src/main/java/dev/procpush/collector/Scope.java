// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// Whose value it is: the first part of a metric's name. The same suffix under each of the three is
/// the same kernel value.
public enum Scope {
  /// The host's namespace.
  SYSTEM("system."),
  /// A container's or a pod's.
  CONTAINER("container."),
  /// Any other namespace's.
  NETNS("netns.");

  private final String prefix;

  Scope(String prefix) {
    this.prefix = prefix;
  }

  /// Where an array that has something for each scope has this one's.
  @SuppressWarnings("EnumOrdinal") // within a cycle, an EnumMap costs several times as much
  public int index() {
    return ordinal();
  }

  String prefix() {
    return prefix;
  }
}
