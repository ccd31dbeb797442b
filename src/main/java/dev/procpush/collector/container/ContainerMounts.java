// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.FileSystemSpace;
import dev.procpush.collector.HostFiles;
import dev.procpush.discovery.MountTable;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems.Place;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The file systems of one container that are its own. They are looked for in its first cycles,
/// because a runtime mounts them while its process is there already, and then now and then.
final class ContainerMounts {
  private static final Logger LOG = System.getLogger("dev.procpush");

  /// What is mounted in a container is up to strangers.
  static final int MOST = 100;

  /// Whoever serves one of these may let it hang, which costs a thread.
  static final int MOST_SERVED_BY_PROGRAMS = 4;

  static final int FIRST_LOOKS = 3;
  static final int CYCLES = 30;

  private static final int DEEPEST = 64;
  private static final long UNKNOWN = -1;

  private final ContainerSeries series;
  private final FileSystemSources sources;
  private final HostFiles host;
  private final int turn;
  private List<ContainerMount> mounts = List.of();

  /// The checksum of what they were found in, or [#UNKNOWN]. Who makes another text with the same
  /// only hides what is mounted in the own container.
  private long checksum = UNKNOWN;

  private int hostsVersion;
  private @Nullable String process;
  private int looks;
  private long cycle;
  private boolean isStale;
  private boolean saidStuck;

  /// @param turn in which of the cycles it is looked at again
  ContainerMounts(ContainerSeries series, FileSystemSources sources, HostFiles host, int turn) {
    this.series = series;
    this.sources = sources;
    this.host = host;
    this.turn = turn;
  }

  /// Begins a cycle.
  ///
  /// @param oldest the folder of its oldest process
  /// @return whether the mounts are to be looked for again
  boolean begin(String oldest) {
    cycle++;
    if (!oldest.equals(process)) {
      process = oldest;
      clear();
      looks = 0;
    }
    return looks++ < FIRST_LOOKS || isStale || cycle % CYCLES == turn;
  }

  /// Whether the same was taken the last time, so that nothing else would come of it.
  ///
  /// @param sum of the text of what its oldest process sees
  /// @param version of the host's table
  boolean wereTaken(long sum, int version) {
    boolean same = hostsVersion == version && checksum == sum;
    isStale &= !same;
    return same;
  }

  /// Takes what its oldest process sees.
  void take(String oldest, List<Mount> found, MountTable hosts, long sum, int version) {
    isStale = false;
    checksum = sum;
    hostsVersion = version;
    Map<Mount, ContainerMount> known = HashMap.newHashMap(mounts.size());
    mounts.forEach(mount -> known.put(mount.mount, mount));
    MountTable table = MountTable.of(found);
    List<ContainerMount> all = new ArrayList<>();
    int programs = 0;
    for (Mount mount :
        table.fileSystems(one -> sources.wantsOfContainer(one) && !isHosts(one, table, hosts, 0))) {
      boolean served = mount.type().startsWith("fuse");
      if (all.size() < MOST && (!served || programs++ < MOST_SERVED_BY_PROGRAMS)) {
        ContainerMount before = known.get(mount);
        all.add(before == null ? made(mount, oldest, hosts) : before);
      }
    }
    mounts = all.isEmpty() ? List.of() : all;
  }

  /// Forgets what was mounted.
  void clear() {
    mounts = List.of();
    checksum = UNKNOWN;
  }

  /// Begins to ask all of them.
  void ask() {
    for (ContainerMount mount : mounts) {
      mount.ask();
    }
  }

  /// Waits for the answers.
  ///
  /// @return the first of the failures
  @Nullable ErrnoException await(long deadlineNanos) {
    ErrnoException failure = null;
    for (ContainerMount mount : mounts) {
      try {
        isStale |= mount.await(deadlineNanos);
      } catch (ErrnoException e) {
        failure = failure == null ? e : failure;
        sayIfStuck(e, mount);
      }
    }
    return failure;
  }

  List<ContainerMount> all() {
    return mounts;
  }

  /// Containers are visited at home, where logging is safe.
  private void sayIfStuck(ErrnoException e, ContainerMount mount) {
    if (e.errno() == ErrnoException.ETIMEDOUT && !saidStuck) {
      saidStuck = true;
      LOG.log(
          Level.WARNING,
          "The file system on "
              + mount.mount.mountPoint()
              + " of the container "
              + series.container().id()
              + " does not answer: nothing is told of it until it does");
    }
  }

  /// Whether a file system is the host's: one that is told as the host's, a part of one, as a
  /// volume is, or what came with one, as below the host's root. The container's own root is not,
  /// wherever the runtime has mounted it.
  private boolean isHosts(Mount mount, MountTable table, MountTable hosts, int depth) {
    if (!hosts.has(mount.device())) {
      return false;
    }
    if (!mount.root().equals("/")) {
      return true;
    }
    if (mount.mountPoint().equals("/")) {
      return "/".equals(hosts.place(mount.device()));
    }
    if (hosts.has(mount.device(), sources::wantsOfHost)) {
      return true;
    }
    Mount parent = table.parentOf(mount);
    return parent != null && depth < DEEPEST && isHosts(parent, table, hosts, depth + 1);
  }

  private ContainerMount made(Mount mount, String oldest, MountTable hosts) {
    String place = hosts.place(mount.device());
    return new ContainerMount(
        mount,
        new FilesystemMetrics.Series(
            series.identity(),
            FileSystemSpace.identity(
                FileSystemSources.device(mount, host), mount.type(), mount.mountPoint())),
        sources.fileSystems(),
        new Place(oldest + "/root", mount.mountPoint()),
        place == null ? null : new Place(sources.mounts().rootfs(), place));
  }
}
