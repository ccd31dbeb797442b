// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.Set;

/// A file of the kernel. All but those of the host are shown by each network namespace in a way of
/// its own.
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
    SYSFS,
    /// Below the host's `/proc`: there is one for all namespaces.
    HOST
  }

  /// What is no text, or has no end, or is used up by reading.
  private static final Set<String> NOT_TO_BE_READ =
      Set.of("kcore", "kmsg", "kpagecgroup", "kpagecount", "kpageflags", "sysrq-trigger", "vmcore");

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
    if (text.startsWith("proc/")) {
      return ofHost(text.substring("proc/".length()));
    }
    throw new IllegalArgumentException("not below proc/ or sys/");
  }

  private static ProcFile ofHost(String path) {
    int end = path.indexOf('/');
    String first = end < 0 ? path : path.substring(0, end);
    boolean process = first.equals("self") || first.equals("thread-self");
    if (process || first.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("a file of a single process");
    }
    if (first.equals("net") || NOT_TO_BE_READ.contains(first)) {
      throw new IllegalArgumentException("not a file with numbers");
    }
    return new ProcFile(Root.HOST, path);
  }

  /// As the user writes it.
  @Override
  public String toString() {
    return switch (root) {
      case PROCESS, HOST -> "proc/" + path;
      case SYSCTL -> "proc/sys/" + path;
      case SYSFS -> "sys/" + path;
    };
  }
}
