// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.parse.procfs.PidCgroup;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a cgroup path says about the container it belongs to.
///
/// @param id the runtime's id; a name stands behind what is around it, as in `user-1000/web`
/// @param isName whether the id is a name that somebody chose
/// @param runtime where the path tells
/// @param path the container's own cgroup, without what the container made below it
/// @param podUid the pod's uid, with dashes
/// @param paths the container's own cgroup in each hierarchy that holds numbers of it
record ContainerCgroup(
    String id,
    boolean isName,
    @Nullable ContainerRuntime runtime,
    String path,
    @Nullable String podUid,
    Map<CgroupController, String> paths) {

  ContainerCgroup {
    paths = Map.copyOf(paths);
  }

  /// Controllers whose hierarchies are asked first: those that hold a container's numbers.
  private static final List<String> PREFERRED = List.of("memory", "cpu", "pids");

  private static final int ANY_NUMBERED = PREFERRED.size();
  private static final int ANY_NAMED = ANY_NUMBERED + 1;
  private static final int VERSION_2 = ANY_NAMED + 1;

  /// The container that a process is in.
  ///
  /// @return null for none
  static @Nullable ContainerCgroup of(PidCgroup cgroup) {
    ContainerCgroup best = null;
    int bestRank = Integer.MAX_VALUE;
    for (PidCgroup.Line line : cgroup.lines()) {
      int rank = rank(line);
      if (rank < bestRank && !line.isDeleted()) {
        ContainerCgroup found = of(line.path());
        if (found != null) {
          best = found;
          bestRank = rank;
        }
      }
    }
    return best == null ? null : best.withPaths(cgroup);
  }

  private ContainerCgroup withPaths(PidCgroup cgroup) {
    Map<CgroupController, String> found = new EnumMap<>(CgroupController.class);
    for (PidCgroup.Line line : cgroup.lines()) {
      ContainerCgroup same = line.isDeleted() ? null : of(line.path());
      if (same != null && same.isName == isName && same.name().equals(name())) {
        String own = same.path.equals(path) ? path : same.path; // mostly the same: one text for all
        for (CgroupController controller : CgroupController.values()) {
          if (line.has(controller.value())) {
            found.put(controller, own);
          }
        }
      }
    }
    return new ContainerCgroup(id, isName, runtime, path, podUid, found);
  }

  /// The id without what is around it, which need not be the same in each hierarchy.
  private String name() {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /// What no other container has: containers of the same name may even be told apart by nothing but
  /// their cgroups.
  String key() {
    return isName ? path : id;
  }

  /// Whether a container is within another: its cgroup is below the other's in each hierarchy that
  /// has numbers of both.
  ///
  /// @param inner the one's cgroup in each hierarchy
  /// @param outer the other's
  static boolean isWithin(
      Map<CgroupController, String> inner, Map<CgroupController, String> outer) {
    boolean found = false;
    for (Map.Entry<CgroupController, String> place : inner.entrySet()) {
      String around = outer.get(place.getKey());
      if (around != null) {
        if (!isBelow(place.getValue(), around)) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  /// In a cgroup namespace of its own, a process sees itself in `/`, and what is not within it in
  /// `/..`.
  private static boolean isBelow(String path, String folder) {
    if (folder.equals("/")) {
      return path.length() > 1 && !path.startsWith("/..");
    }
    return path.length() > folder.length()
        && path.startsWith(folder)
        && path.charAt(folder.length()) == '/';
  }

  /// The innermost container of a path. Its own cgroup is the outermost with its id, unless the id
  /// is a name: then the inner one is another container.
  ///
  /// @return null for none
  static @Nullable ContainerCgroup of(String path) {
    CgroupSegments segments = new CgroupSegments(path);
    for (int i = segments.count() - 1; i >= 0; i--) {
      ContainerSegment container = segments.container(i);
      if (container != null) {
        int own = container.isName() ? i : outermost(segments, container.id(), i);
        return new ContainerCgroup(
            segments.id(container, i),
            container.isName(),
            container.runtime(),
            segments.pathTo(own),
            podUid(segments, own),
            Map.of());
      }
    }
    return null;
  }

  private static int outermost(CgroupSegments segments, String id, int inner) {
    for (int i = 0; i < inner; i++) {
      ContainerSegment container = segments.container(i);
      if (container != null && container.id().equals(id)) {
        return i;
      }
    }
    return inner;
  }

  /// The uid of the nearest pod around segment `inner`, if no other container lies between.
  private static @Nullable String podUid(CgroupSegments segments, int inner) {
    for (int i = inner; i >= 0; i--) {
      String uid = segments.podUid(i);
      if (uid != null) {
        return uid;
      }
      if (i < inner && segments.container(i) != null) {
        return null;
      }
    }
    return null;
  }

  private static int rank(PidCgroup.Line line) {
    if (line.hierarchy() == 0) {
      return VERSION_2;
    }
    for (int i = 0; i < PREFERRED.size(); i++) {
      if (line.has(PREFERRED.get(i))) {
        return i;
      }
    }
    return line.controllers().startsWith("name=") ? ANY_NAMED : ANY_NUMBERED;
  }
}
