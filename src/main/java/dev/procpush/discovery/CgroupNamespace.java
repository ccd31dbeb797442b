// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCgroup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cgroup namespace of this process: what the paths that the kernel shows it are on the host.
///
/// In a namespace of its own, a process sees all cgroups from its own place: that as `/`, its
/// neighbour's as `/../b`, the root of the hierarchy as `/../..`. The kernel's own thread 2 never
/// leaves the root, so its path tells how deep the place lies.
public final class CgroupNamespace {
  /// The host's, where paths are what they seem.
  public static final CgroupNamespace HOST = new CgroupNamespace(Map.of());

  private static final String UP = "/..";
  private static final String KTHREADD = "/2";

  private final Map<CgroupController, Root> roots;

  private CgroupNamespace(Map<CgroupController, Root> roots) {
    this.roots = roots;
  }

  /// Looks for the namespace's place in the hierarchies that are mounted.
  ///
  /// @param procfs the host's `/proc`
  public static CgroupNamespace find(KernelFiles kernel, String procfs, CgroupMounts mounts) {
    return find(kernel, procfs, mounts, new OwnCgroups(kernel, procfs, "/proc"));
  }

  static CgroupNamespace find(
      KernelFiles kernel, String procfs, CgroupMounts mounts, OwnCgroups own) {
    Map<CgroupController, Root> roots = new EnumMap<>(CgroupController.class);
    for (PidCgroup.Line line : read(kernel, procfs + KTHREADD)) {
      int depth = levelsUp(line.path());
      if (depth > 0 && line.path().length() == depth * UP.length()) {
        for (CgroupController controller : CgroupController.values()) {
          if (line.has(controller.value())) {
            String mount = mounts.mount(controller);
            String path = mount == null ? null : own.find(controller, mount, depth);
            roots.put(controller, new Root(depth, path));
          }
        }
      }
    }
    return roots.isEmpty() ? HOST : new CgroupNamespace(roots);
  }

  /// The lines of a process's `cgroup`; none where it cannot be read.
  static List<PidCgroup.Line> read(KernelFiles kernel, String process) {
    try {
      return ParsedFile.read(kernel, process, "cgroup", PidCgroup::parse).lines();
    } catch (ErrnoException | MalformedKernelDataException e) {
      return List.of();
    }
  }

  /// The same as the host sees it. A path stays as it is where nothing is known of its beginning.
  PidCgroup onHost(PidCgroup seen) {
    if (roots.isEmpty()) {
      return seen;
    }
    List<PidCgroup.Line> lines = new ArrayList<>();
    for (PidCgroup.Line line : seen.lines()) {
      Root root = line.isDeleted() ? null : root(line);
      lines.add(
          root == null
              ? line
              : new PidCgroup.Line(line.hierarchy(), line.controllers(), root.onHost(line.path())));
    }
    return new PidCgroup(lines);
  }

  private @Nullable Root root(PidCgroup.Line line) {
    for (Map.Entry<CgroupController, Root> root : roots.entrySet()) {
      if (line.has(root.getKey().value())) {
        return root.getValue();
      }
    }
    return null;
  }

  /// How many `/..` it begins with.
  private static int levelsUp(String path) {
    int levels = 0;
    int at = 0;
    while (path.startsWith(UP, at)
        && (path.length() == at + UP.length() || path.charAt(at + UP.length()) == '/')) {
      levels++;
      at += UP.length();
    }
    return levels;
  }

  /// The namespace's place in a hierarchy.
  ///
  /// @param depth how many folders it is below the hierarchy's root
  /// @param path from there; null where it was not found
  private record Root(int depth, @Nullable String path) {

    String onHost(String seen) {
      int up = levelsUp(seen);
      String rest = seen.substring(up * UP.length());
      if (up == depth) {
        return rest.isEmpty() ? "/" : rest;
      }
      if (path == null || up > depth) {
        return seen;
      }
      int end = path.length();
      for (int i = 0; i < up; i++) {
        end = path.lastIndexOf('/', end - 1);
      }
      return rest.equals("/") ? path : path.substring(0, end) + rest;
    }
  }
}
