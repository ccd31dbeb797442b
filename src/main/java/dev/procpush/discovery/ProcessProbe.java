// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCgroup;
import dev.procpush.parse.procfs.PidStat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at single processes: namespace, cgroup, name and age.
///
/// The cgroup is read first and the namespace after it. A process that exits loses its namespace
/// before its cgroup, so where the namespace still shows, the cgroup read before was a living
/// process's and not what a zombie has.
final class ProcessProbe {
  private static final String NET_DEV = "net/dev";
  private static final String CGROUP = "cgroup";
  private static final String STAT = "stat";
  private static final String MALFORMED = "malformed";

  /// A runtime's own process is the parent at first, and the shim when that has ended.
  private static final int SHIM_LOOKS = 2;

  private final KernelFiles kernel;
  private final String procfs;
  private final CgroupNamespace cgroups;
  private final OwnContainer own;
  private final MalformedFiles malformed = new MalformedFiles(System::nanoTime);

  /// By their texts, which are the placements' own.
  private Map<ByteBuffer, CgroupPlacement> placements = new HashMap<>();

  /// Placements that a shim has told to be containers: those within are met later.
  private final Set<ContainerdTask> tasks = new HashSet<>();

  ProcessProbe(KernelFiles kernel, String procfs, CgroupNamespace cgroups, OwnContainer own) {
    this.kernel = kernel;
    this.procfs = procfs;
    this.cgroups = cgroups;
    this.own = own;
  }

  /// Looks at namespace and cgroup.
  ///
  /// @return whether anything was different from the last look
  boolean examine(KnownProcess process) {
    long inode = process.netInode;
    CgroupPlacement placement = process.placement;
    String living = process.living;
    String error = process.error;
    try {
      process.error = null;
      lookThrough(process, process.folder);
    } catch (ErrnoException e) {
      if (isNoAnswer(e)) {
        lookThroughThreads(process);
      } else {
        fail(process, e);
      }
    }
    boolean isFound = lookForShim(process);
    return isFound
        || inode != process.netInode
        || placement != process.placement
        || !living.equals(process.living)
        || error != process.error;
  }

  /// Looks whether the process is a container's first, in a cgroup whose path does not tell.
  ///
  /// @return whether it is
  private boolean lookForShim(KnownProcess process) {
    ContainerdTask task = process.placement == null ? null : process.placement.task();
    if (task == null || process.shimLooks >= SHIM_LOOKS) {
      return false;
    }
    process.shimLooks++;
    try {
      PidStat stat = ParsedFile.read(kernel, process.folder, STAT, PidStat::parse);
      if (!task.isOf(kernel, procfs, stat)) {
        return false;
      }
    } catch (ErrnoException | MalformedKernelDataException e) {
      return false;
    }
    tasks.add(task);
    placements.values().forEach(placement -> placement.isContainer(task));
    return true;
  }

  /// Whether the process shows the namespace of the last look. One that has ended shows none.
  boolean isInSameNamespace(KnownProcess process) {
    try {
      return kernel.inode(process.living, NET_DEV) == process.netInode;
    } catch (ErrnoException e) {
      return false;
    }
  }

  /// Looks at name and age.
  ///
  /// @return whether anything was different from the last look
  boolean describe(KnownProcess process) {
    PidStat before = process.stat;
    process.statWanted = false;
    try {
      PidStat stat = ParsedFile.read(kernel, process.folder, STAT, PidStat::parse);
      process.stat = stat;
      process.statWanted = isBeingMade(stat);
      return before == null
          || before.startTime() != stat.startTime()
          || !before.comm().equals(stat.comm());
    } catch (ErrnoException vanished) {
      return false;
    } catch (MalformedKernelDataException e) {
      malformed.warn(STAT, process.folder, e);
      process.error = MALFORMED;
      return true;
    }
  }

  /// Whether the process with a known pid under a new handle is the same after all: dropping caches
  /// changes the handles.
  boolean isSame(KnownProcess process) {
    PidStat before = process.stat;
    if (before == null) {
      return false;
    }
    try {
      return ParsedFile.read(kernel, process.folder, STAT, PidStat::parse).startTime()
          == before.startTime();
    } catch (ErrnoException | MalformedKernelDataException e) {
      return false;
    }
  }

  /// Forgets the cgroup texts that no process has any more.
  void keepOnly(Collection<CgroupPlacement> used) {
    if (placements.values().retainAll(used)) {
      placements = new HashMap<>(placements);
    }
    if (!tasks.isEmpty()) {
      tasks.removeIf(task -> used.stream().noneMatch(placement -> placement.isIn(task)));
    }
  }

  int placements() {
    return placements.size();
  }

  /// An OCI runtime's own process, about to become the container's first.
  private static boolean isBeingMade(PidStat stat) {
    return stat.comm().startsWith("runc:[") || stat.comm().equals("crun");
  }

  private void lookThrough(KnownProcess process, String folder) throws ErrnoException {
    CgroupPlacement placement = placement(process, folder);
    process.netInode = kernel.inode(folder, NET_DEV);
    process.living = folder;
    process.placement = placement;
  }

  private void lookThroughThreads(KnownProcess process) {
    try {
      ThreadSearch search = new ThreadSearch(process);
      kernel.forEachNumber(process.folder + "/task", search::add);
      if (search.tryEach()) {
        return;
      }
    } catch (ErrnoException gone) {
      // without a folder of threads there is no process
    }
    process.netInode = KnownProcess.NO_NAMESPACE;
    process.placement = null;
  }

  private @Nullable CgroupPlacement placement(KnownProcess process, String folder)
      throws ErrnoException {
    FileContent content;
    try {
      content = kernel.read(folder, CGROUP);
    } catch (ErrnoException e) {
      if (e.isGone()) {
        return null; // a kernel without cgroups; or the namespace will be gone as well
      }
      throw e;
    }
    CgroupPlacement known = process.placement;
    if (known != null && known.is(content.bytes(), content.length())) {
      return known;
    }
    try {
      return intern(content);
    } catch (MalformedKernelDataException e) {
      malformed.warn(CGROUP, folder, e);
      process.error = MALFORMED;
      return known;
    }
  }

  private CgroupPlacement intern(FileContent content) throws MalformedKernelDataException {
    CgroupPlacement placement =
        placements.get(ByteBuffer.wrap(content.bytes(), 0, content.length()));
    if (placement == null) {
      byte[] text = content.copy();
      PidCgroup seen = ParsedFile.parse(CGROUP, content, PidCgroup::parse);
      PidCgroup cgroup = cgroups.onHost(seen);
      ContainerCgroup container = ContainerCgroup.of(cgroup);
      placement = new CgroupPlacement(text, cgroup, container == null ? own.of(seen) : container);
      tasks.forEach(placement::isContainer);
      placements.put(ByteBuffer.wrap(text), placement);
    }
    return placement;
  }

  /// What was known stays, unless it may no longer be known.
  private static void fail(KnownProcess process, ErrnoException e) {
    process.error = e.errnoName();
    if (e.isDenied()) {
      process.netInode = KnownProcess.NO_NAMESPACE;
      process.placement = null;
    }
  }

  private static boolean isNoAnswer(ErrnoException e) {
    return e.isGone() || e.errno() == ErrnoException.EINVAL || e.errno() == ErrnoException.ENOTDIR;
  }

  /// The threads of a process whose leader has exited.
  private final class ThreadSearch {
    private final KnownProcess process;
    private final List<String> folders = new ArrayList<>();

    ThreadSearch(KnownProcess process) {
      this.process = process;
    }

    void add(int thread, long inode) {
      if (thread != process.pid) {
        folders.add(process.folder + "/task/" + thread);
      }
    }

    boolean tryEach() {
      for (String folder : folders) {
        try {
          lookThrough(process, folder);
          return true;
        } catch (ErrnoException e) {
          if (!isNoAnswer(e)) {
            fail(process, e);
            return true;
          }
        }
      }
      return false;
    }
  }
}
