// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Files below a directory that is a host's root file system. A file is first found without being
/// opened, looked at, and only then opened, so that no device, no FIFO and nothing that the kernel
/// makes up ever is: opening alone can start a watchdog, reading can eat the kernel's log.
///
/// No state is kept between calls; any thread may call.
final class HostRootFiles implements RootFiles {
  private static final int CHUNK = 64 * 1024;
  private static final long LONGEST_TARGET = 1_024;

  /// `PROC_SUPER_MAGIC` of `<linux/magic.h>`: `f_type` of procfs.
  static final long PROC_SUPER_MAGIC = 0x9fa0;

  /// `SYSFS_MAGIC` of `<linux/magic.h>`.
  static final long SYSFS_MAGIC = 0x6265_6572;

  /// `DEBUGFS_MAGIC` of `<linux/magic.h>`.
  static final long DEBUGFS_MAGIC = 0x6462_6720;

  /// `TRACEFS_MAGIC` of `<linux/magic.h>`.
  static final long TRACEFS_MAGIC = 0x7472_6163;

  /// File systems whose files nobody placed.
  private static final Set<Long> MADE_UP_BY_THE_KERNEL =
      Set.of(PROC_SUPER_MAGIC, SYSFS_MAGIC, DEBUGFS_MAGIC, TRACEFS_MAGIC);

  private final String rootfs;
  private final RootResolution resolution;

  HostRootFiles(String rootfs, RootResolution resolution) {
    this.rootfs = rootfs;
    this.resolution = resolution;
  }

  @Override
  public byte[] read(String path, int maxBytes) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      int fd = open(libc, arena, path, false);
      try {
        FileContent content = new FileContent(Math.min(maxBytes, 4096));
        MemorySegment chunk = arena.allocate(Math.min(maxBytes + 1L, CHUNK));
        long count;
        while ((count = check(libc.read(fd, chunk), "read", path)) > 0) {
          if (count > maxBytes - content.length()) {
            throw failure(ErrnoException.EFBIG, "read", path);
          }
          content.append(chunk, 0, (int) count);
        }
        return content.copy();
      } finally {
        libc.close(fd);
      }
    }
  }

  @Override
  public List<String> list(String path, int maxEntries) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      int fd = open(libc, arena, path, true);
      try {
        DirectoryEntries entries = new DirectoryEntries(arena);
        List<String> names = new ArrayList<>();
        while (names.size() < maxEntries
            && check(entries.advance(libc, fd), "getdents64", path) > 0) {
          String name = entries.name();
          if (!name.equals(".") && !name.equals("..")) {
            names.add(name);
          }
        }
        return names;
      } finally {
        libc.close(fd);
      }
    }
  }

  @Override
  public Map<String, String> links(String path, int maxEntries) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      int fd = open(libc, arena, path, true);
      try {
        DirectoryEntries entries = new DirectoryEntries(arena);
        MemorySegment target = arena.allocate(LONGEST_TARGET + 1);
        Map<String, String> links = new LinkedHashMap<>();
        for (int i = 0;
            i < maxEntries && check(entries.advance(libc, fd), "getdents64", path) > 0;
            i++) {
          long length = libc.readlinkat(fd, entries.rawName(), target);
          if (length > 0 && length <= LONGEST_TARGET) { // else it is no link, or has gone
            byte[] text = target.asSlice(0, length).toArray(JAVA_BYTE);
            links.put(entries.name(), new String(text, UTF_8));
          }
        }
        return links;
      } finally {
        libc.close(fd);
      }
    }
  }

  @Override
  public List<NamespaceMount> namespaceMounts(String folder, int max) throws ErrnoException {
    return namespaceMounts(folder, max, List.of());
  }

  @Override
  public List<NamespaceMount> namespaceMounts(String folder, int max, List<NamespaceMount> before)
      throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      int fd = open(libc, arena, folder, true);
      try {
        return new MountedNamespaces(libc, arena).in(fd, folder, max, before);
      } finally {
        libc.close(fd);
      }
    }
  }

  @Override
  public SocketPlace socket(String path) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      requireAbsolute(path);
      int place = find(libc, arena, path);
      boolean found = false;
      try {
        Statx statx = new Statx(arena);
        check(libc.statx(place, arena.allocateFrom(""), Libc.AT_EMPTY_PATH, statx), "statx", path);
        if (!statx.isSocket()) {
          throw failure(ErrnoException.ENOTSOCK, "connect", path);
        }
        found = true;
        return new SocketPlace(place, statx.uid(), statx.gid(), statx.permissions());
      } finally {
        if (!found) {
          libc.close(place);
        }
      }
    }
  }

  @Override
  public void close() {}

  /// Finds, looks, opens.
  private int open(Libc libc, Arena arena, String path, boolean directory) throws ErrnoException {
    requireAbsolute(path);
    int place = find(libc, arena, path);
    try {
      examine(libc, arena, place, path, directory);
      // The place itself, not its path again: what was examined is what is opened.
      MemorySegment self = new PathBuffer(arena).path("/proc/self/fd/" + place);
      int flags = Libc.O_NONBLOCK | Libc.O_NOCTTY | (directory ? libc.directoryFlag() : 0);
      return (int) check(libc.openat(Libc.AT_FDCWD, self, flags), "open", path);
    } finally {
      libc.close(place);
    }
  }

  private static void requireAbsolute(String path) throws ErrnoException {
    if (!path.startsWith("/")) {
      throw failure(ErrnoException.EINVAL, "open", path);
    }
  }

  private int find(Libc libc, Arena arena, String path) throws ErrnoException {
    MemorySegment rootPath = new PathBuffer(arena).path(rootfs);
    int root = libc.openat(Libc.AT_FDCWD, rootPath, Libc.O_PATH | libc.directoryFlag());
    check(root, "open", rootfs);
    try {
      return (int)
          check(resolution.open(libc, new RootResolution.Memory(arena), root, path), "open", path);
    } finally {
      libc.close(root);
    }
  }

  private static void examine(Libc libc, Arena arena, int place, String path, boolean directory)
      throws ErrnoException {
    Statx statx = new Statx(arena);
    MemorySegment empty = arena.allocateFrom("");
    check(libc.statx(place, empty, Libc.AT_EMPTY_PATH, statx), "statx", path);
    if (directory ? !statx.isDirectory() : !statx.isRegularFile()) {
      throw failure(wrongKind(statx, directory), "open", path);
    }
    long type = ProcKernelFiles.typeOfFileSystem(libc, arena, place, path);
    if (MADE_UP_BY_THE_KERNEL.contains(type)) {
      throw failure(ErrnoException.EINVAL, "open", path);
    }
  }

  private static int wrongKind(Statx statx, boolean directory) {
    if (directory) {
      return ErrnoException.ENOTDIR;
    }
    return statx.isDirectory() ? ErrnoException.EISDIR : ErrnoException.EINVAL;
  }

  private static long check(long result, String call, String path) throws ErrnoException {
    return Libc.check(result, call, path);
  }

  private static ErrnoException failure(int errno, String call, String path) {
    return new ErrnoException(errno, call, path);
  }
}
