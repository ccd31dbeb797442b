// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Finds the namespaces' bind mounts among the entries of a directory. None is opened.
final class MountedNamespaces {
  private final Libc libc;
  private final PathBuffer path;
  private final Statx statx;
  private final DirectoryEntries entries;

  MountedNamespaces(Libc libc, Arena arena) {
    this.libc = libc;
    path = new PathBuffer(arena);
    statx = new Statx(arena);
    entries = new DirectoryEntries(arena);
  }

  /// @param directory an open descriptor of `folder`
  /// @param max how many entries are looked at
  /// @param before the folder's mounts as they were the last time
  List<NamespaceMount> in(int directory, String folder, int max, List<NamespaceMount> before)
      throws ErrnoException {
    // All namespaces' files are of one file system, which is mounted nowhere.
    MemorySegment own = path.path(NamespaceVisit.HOME);
    Libc.check(libc.statx(Libc.AT_FDCWD, own, 0, statx), "statx", NamespaceVisit.HOME);
    long nsfs = statx.device();
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    List<NamespaceMount> mounts = new ArrayList<>(before.size());
    int next = 0;
    for (int i = 0; i < max; i++) {
      if (Libc.check(entries.advance(libc, directory), "getdents64", folder) == 0) {
        break;
      }
      int flags = Libc.AT_SYMLINK_NOFOLLOW | Libc.AT_NO_AUTOMOUNT;
      if (libc.statx(directory, entries.rawName(), flags, statx) == 0 && statx.device() == nsfs) {
        int last = place(before, next, prefix);
        next = last < 0 ? next : last + 1;
        mounts.add(last < 0 ? mount(prefix) : before.get(last));
      }
    }
    return mounts;
  }

  private NamespaceMount mount(String prefix) {
    return new NamespaceMount(prefix + entries.name(), statx.inode(), statx.ctimeNanos());
  }

  /// Where the current entry was the last time, or -1. The kernel's order stays: it is at `next`,
  /// or one further where another has gone.
  private int place(List<NamespaceMount> before, int next, String prefix) {
    int end = Math.min(next + 2, before.size());
    for (int i = next; i < end; i++) {
      if (isStill(before.get(i), prefix)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isStill(NamespaceMount mount, String prefix) {
    return mount.nsfsInode() == statx.inode()
        && mount.ctimeNanos() == statx.ctimeNanos()
        && mount.path().startsWith(prefix)
        && entries.isNamed(mount.path(), prefix.length());
  }
}
