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
  List<NamespaceMount> in(int directory, String folder, int max) throws ErrnoException {
    // All namespaces' files are of one file system, which is mounted nowhere.
    MemorySegment own = path.path(NamespaceVisit.HOME);
    ProcKernelFiles.check(libc.statx(Libc.AT_FDCWD, own, 0, statx), "statx", NamespaceVisit.HOME);
    long nsfs = statx.device();
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    List<NamespaceMount> mounts = new ArrayList<>();
    for (int i = 0; i < max; i++) {
      if (ProcKernelFiles.check(entries.advance(libc, directory), "getdents64", folder) == 0) {
        break;
      }
      int flags = Libc.AT_SYMLINK_NOFOLLOW | Libc.AT_NO_AUTOMOUNT;
      if (libc.statx(directory, entries.rawName(), flags, statx) == 0 && statx.device() == nsfs) {
        mounts.add(new NamespaceMount(prefix + entries.name(), statx.inode(), statx.ctimeNanos()));
      }
    }
    return mounts;
  }
}
