// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The running kernel's files, by system calls. In the steady state nothing is allocated: the path,
/// the bytes on their way and the bytes of the file each have memory that is used again.
///
/// Between two calls no descriptor is open but of what is watched, so no network namespace is kept
/// alive.
final class ProcKernelFiles implements KernelFiles {
  /// No kernel file we read comes near it: the largest known, `net/tcp`, has 150 bytes a socket.
  static final int MAX_BYTES = 32 * 1024 * 1024;

  private final Arena arena = Arena.ofAuto();
  private final Libc libc = new Libc(arena);
  private final PathBuffer path = new PathBuffer(arena);
  private final Statx statx = new Statx(arena);
  private final MemorySegment emptyPath = arena.allocateFrom("");
  private final FileReader reader;
  private @Nullable DirectoryEntries idleEntries;
  private boolean countsBySize;

  ProcKernelFiles() {
    this(MAX_BYTES);
  }

  ProcKernelFiles(int maxBytes) {
    reader = new FileReader(libc, arena, maxBytes);
  }

  /// Whether `path` is a directory on a procfs.
  static boolean isProcfs(String path) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      int flags = Libc.O_PATH | libc.directoryFlag();
      int fd = libc.openat(Libc.AT_FDCWD, new PathBuffer(arena).path(path), flags);
      Libc.check(fd, "open", path);
      try {
        return typeOfFileSystem(libc, arena, fd, path) == HostRootFiles.PROC_SUPER_MAGIC;
      } finally {
        libc.close(fd);
      }
    }
  }

  static long typeOfFileSystem(Libc libc, Arena arena, int fd, String path) throws ErrnoException {
    MemorySegment statfs = arena.allocate(StatFs.LAYOUT);
    Libc.check(libc.fstatfs(fd, statfs), "fstatfs", path);
    return statfs.get(JAVA_LONG, 0);
  }

  @Override
  public FileContent read(String directory, String name) throws ErrnoException {
    int fd = open(directory, name);
    try {
      return reader.readToEnd(fd, directory, name);
    } finally {
      libc.close(fd);
    }
  }

  /// What is asked for its inode is the file that is open, so that nothing can come in between.
  @Override
  public FileContent read(String directory, String name, long inode) throws ErrnoException {
    int fd = open(directory, name);
    try {
      Libc.check(libc.statx(fd, emptyPath, Libc.AT_EMPTY_PATH, statx), "statx", directory, name);
      Libc.check(statx.inode() == inode ? 0 : -ErrnoException.ESTALE, "open", directory, name);
      return reader.readToEnd(fd, directory, name);
    } finally {
      libc.close(fd);
    }
  }

  private int open(String directory, String name) throws ErrnoException {
    int fd = libc.openat(Libc.AT_FDCWD, path.path(directory, name), Libc.O_RDONLY);
    Libc.check(fd, "open", directory, name);
    return fd;
  }

  @Override
  public long inode(String directory, String name) throws ErrnoException {
    int result = libc.statx(Libc.AT_FDCWD, path.path(directory, name), 0, statx);
    Libc.check(result, "statx", directory, name);
    return statx.inode();
  }

  @Override
  public void forEachNumber(String directory, NumberedEntryVisitor visitor) throws ErrnoException {
    int fd = libc.openat(Libc.AT_FDCWD, path.path(directory), libc.directoryFlag());
    Libc.check(fd, "open", directory);
    // The visitor may list another directory, so the entries are taken out while they are in use.
    DirectoryEntries entries = takeEntries();
    try {
      while (Libc.check(entries.advance(libc, fd), "getdents64", directory) > 0) {
        int number = entries.number();
        if (number >= 0) {
          visitor.entry(number, entries.inode());
        }
      }
    } finally {
      idleEntries = entries;
      libc.close(fd);
    }
  }

  /// Since 6.2 the size of `/proc/<pid>/fd` is their number, which everybody may know, while the
  /// entries are shown to few. Before, the size is 0.
  @Override
  public int countNumbers(String directory, String name) throws ErrnoException {
    Libc.check(
        libc.statx(Libc.AT_FDCWD, path.path(directory, name), 0, statx), "statx", directory, name);
    long size = statx.size();
    countsBySize |= size > 0;
    return countsBySize
        ? (int) Math.min(size, Integer.MAX_VALUE)
        : KernelFiles.super.countNumbers(directory, name);
  }

  @Override
  public List<String> list(String directory, String name) throws ErrnoException {
    int fd = libc.openat(Libc.AT_FDCWD, path.path(directory, name), libc.directoryFlag());
    Libc.check(fd, "open", directory, name);
    DirectoryEntries entries = takeEntries();
    try {
      List<String> names = new ArrayList<>();
      while (names.size() < MAX_ENTRIES
          && Libc.check(entries.advance(libc, fd), "getdents64", directory) > 0) {
        String entry = entries.name();
        if (!entry.equals(".") && !entry.equals("..")) {
          names.add(entry);
        }
      }
      return names;
    } finally {
      idleEntries = entries;
      libc.close(fd);
    }
  }

  private DirectoryEntries takeEntries() {
    DirectoryEntries entries =
        idleEntries == null ? new DirectoryEntries(Arena.ofAuto()) : idleEntries;
    idleEntries = null;
    entries.rewind();
    return entries;
  }

  @Override
  public String readLink(String directory, String name) throws ErrnoException {
    long length = libc.readlinkat(Libc.AT_FDCWD, path.path(directory, name), reader.chunk());
    Libc.check(length, "readlink", directory, name);
    byte[] target = reader.chunk().asSlice(0, length).toArray(JAVA_BYTE);
    return new String(target, StandardCharsets.UTF_8);
  }

  @Override
  public WatchedFile watchMounts(String directory) {
    return new WatchedMounts(libc, arena, path, reader, directory);
  }

  @Override
  public KernelFiles forAnotherThread() {
    return new ProcKernelFiles();
  }

  /// Nothing to give back: the memory goes with the object.
  @Override
  public void close() {}
}
