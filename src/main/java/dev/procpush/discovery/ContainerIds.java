// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.KernelFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives each container an id that no other living one has, once, when it is first seen:
/// docs/adr/0024-ids-of-containers-that-go-by-a-name.md.
///
/// LXC puts `-1` behind the name of a cgroup where one of that name is left over from before. So a
/// container is called what its monitor says, if that is the cgroup's name without such a number.
final class ContainerIds {
  private static final Pattern RETRY = Pattern.compile("-[0-9]{1,3}");

  private final KernelFiles kernel;
  private final String procfs;

  ContainerIds(KernelFiles kernel, String procfs) {
    this.kernel = kernel;
    this.procfs = procfs;
  }

  /// Gives ids to those that have none. Of two that would have the same the older one has it, and
  /// the other one its whole path.
  void assign(Collection<KnownContainer> containers, Comparator<KnownContainer> byAge) {
    List<KnownContainer> arrivals = new ArrayList<>();
    for (KnownContainer container : containers) {
      if (container.id == null) {
        arrivals.add(container);
      }
    }
    if (arrivals.isEmpty()) {
      return;
    }
    Set<String> taken = HashSet.newHashSet(containers.size());
    for (KnownContainer container : containers) {
      if (container.id != null) {
        taken.add(container.id);
      }
    }
    arrivals.sort(byAge);
    for (KnownContainer arrival : arrivals) {
      arrival.id = free(arrival, idByPath(arrival, containers), taken);
      taken.add(arrival.id);
    }
  }

  /// The id that its cgroup's path gives it, within a container by the id that this one was given.
  private static String idByPath(KnownContainer container, Collection<KnownContainer> containers) {
    String id = container.cgroup.id();
    for (KnownContainer other : containers) {
      String around = other.cgroup.id() + "/";
      if (other.id != null
          && id.startsWith(around)
          && container.cgroup.path().startsWith(other.cgroup.path() + "/")) {
        return other.id + "/" + id.substring(around.length());
      }
    }
    return id;
  }

  private String free(KnownContainer container, String id, Set<String> taken) {
    String started = startedAs(container, id);
    if (started != null && !taken.contains(started)) {
      return started;
    }
    return taken.contains(id) ? container.cgroup.path() : id;
  }

  /// What LXC was told to start, where the cgroup has a number behind that.
  private @Nullable String startedAs(KnownContainer container, String id) {
    int dash = id.lastIndexOf('-');
    if (container.cgroup.runtime() != ContainerRuntime.LXC
        || dash < 0
        || !RETRY.matcher(id.substring(dash)).matches()) {
      return null;
    }
    ParentProcess monitor =
        ParentProcess.of(kernel, procfs, container.oldest == null ? null : container.oldest.stat);
    String name = monitor == null ? null : monitor.lxcName();
    String inCgroup = id.substring(id.lastIndexOf('/') + 1, dash);
    return inCgroup.equals(name) ? id.substring(0, dash) : null;
  }
}
