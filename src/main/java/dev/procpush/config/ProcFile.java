// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// A file that each network namespace shows in a way of its own.
///
/// @param root what kind of file it is
/// @param path relative to the root, as in `net/ipv4/ip_forward` of a [Root#SYSCTL]
public record ProcFile(Root root, String path) {

  private static final int MOST_CHARS = 255;

  /// Where files of namespaces are.
  public enum Root {
    /// Below the folder of a process in the namespace: `/proc/<pid>`.
    PROCESS,
    /// Below `/proc/sys` as it is seen in the namespace.
    SYSCTL,
    /// Below `/sys` as it is seen in the namespace.
    SYSFS
  }

  /// @throws IllegalArgumentException for any text that could lead elsewhere
  static ProcFile of(String text) {
    if (text.length() > MOST_CHARS) {
      throw new IllegalArgumentException("longer than " + MOST_CHARS + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a path with a control character");
    }
    if (text.startsWith("/")) {
      throw new IllegalArgumentException("begins with '/': leave that out");
    }
    for (String component : text.split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        throw new IllegalArgumentException("a path with an empty component, '.' or '..'");
      }
    }
    if (text.startsWith("proc/net/")) {
      return new ProcFile(Root.PROCESS, text.substring("proc/".length()));
    }
    if (text.startsWith("proc/sys/")) {
      return new ProcFile(Root.SYSCTL, text.substring("proc/sys/".length()));
    }
    if (text.startsWith("sys/")) {
      return new ProcFile(Root.SYSFS, text.substring("sys/".length()));
    }
    throw new IllegalArgumentException("not below proc/net/, proc/sys/ or sys/");
  }

  /// As the user writes it.
  @Override
  public String toString() {
    return switch (root) {
      case PROCESS -> "proc/" + path;
      case SYSCTL -> "proc/sys/" + path;
      case SYSFS -> "sys/" + path;
    };
  }
}
