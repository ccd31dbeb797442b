// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.List;

/// `/proc/<pid>/cgroup`: where a process stands in each cgroup hierarchy.
///
/// ```text
/// 4:cpu,cpuacct:/docker/0a1b…
/// 1:name=systemd:/docker/0a1b…
/// 0::/docker/0a1b…
/// ```
///
/// Paths are relative to the root of the reader's cgroup namespace: what lies outside starts with
/// `/..`.
///
/// @param lines in the kernel's order; hierarchy 0 is cgroup v2
public record PidCgroup(List<Line> lines) {
  private static final String DELETED = " (deleted)";

  public PidCgroup {
    lines = List.copyOf(lines);
  }

  /// One hierarchy.
  ///
  /// @param hierarchy its number; 0 for cgroup v2
  /// @param controllers as in `cpu,cpuacct` or `name=systemd`; empty for cgroup v2
  /// @param path from the root of the reader's cgroup namespace; may hold colons
  public record Line(long hierarchy, String controllers, String path) {

    /// Whether the cgroup is gone, so that only a dead process can still be in it.
    public boolean isDeleted() {
      return path.endsWith(DELETED);
    }

    /// Whether the hierarchy has this controller.
    public boolean has(String controller) {
      for (String one : controllers.split(",", -1)) {
        if (one.equals(controller)) {
          return true;
        }
      }
      return false;
    }
  }

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when any line is not `number:controllers:/path`, or there
  ///   is none
  public static PidCgroup parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Line> lines = new ArrayList<>();
    while (cursor.nextLine()) {
      lines.add(line(cursor));
    }
    if (lines.isEmpty()) {
      throw cursor.malformed("empty");
    }
    return new PidCgroup(lines);
  }

  private static Line line(ByteCursor cursor) throws MalformedKernelDataException {
    long hierarchy = hierarchy(cursor);
    String rest = cursor.rest();
    int colon = rest.indexOf(':');
    if (colon < 0 || !rest.startsWith("/", colon + 1)) {
      throw cursor.malformed("path: missing");
    }
    return new Line(hierarchy, rest.substring(0, colon), rest.substring(colon + 1));
  }

  private static long hierarchy(ByteCursor cursor) throws MalformedKernelDataException {
    String number = cursor.untilNext(':', "hierarchy");
    if (number.length() > 9 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw cursor.malformed("hierarchy: not a number");
    }
    return Long.parseLong(number);
  }
}
