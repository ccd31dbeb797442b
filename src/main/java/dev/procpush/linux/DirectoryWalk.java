// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import dev.procpush.linux.FileSystems.Place;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/// A walk through a folder that strangers write to: what it takes on disk, as `du -x` counts it. No
/// link is followed, no other file system entered, and no path put together: each step goes from
/// one open folder to the next, down by a name and up by `..`, which must be the folder that it
/// came from. So two descriptors are enough however deep it is.
final class DirectoryWalk implements DirectoryWalks.Walk {
  static final int MOST_ENTRIES = 1_000_000;

  /// Files with several names are kept in mind, to be counted once.
  static final int MOST_LINKED = 50_000;

  static final int DEEPEST = 2_000;

  /// What the names of folders that are still to be walked may take.
  private static final int MOST_PENDING_BYTES = 4 * 1024 * 1024;

  /// What a name takes beside its characters.
  private static final int PER_NAME = 32;

  private static final int NAME_MAX = 255;
  private static final int NO_FOLLOW = Libc.AT_SYMLINK_NOFOLLOW | Libc.AT_NO_AUTOMOUNT;

  private final RootResolution resolution;
  private final Libc libc;
  private final PathBuffer path;
  private final RootResolution.Memory memory;
  private final Statx statx;
  private final DirectoryEntries entries;
  private final MemorySegment name;
  private final MemorySegment empty;
  private final MemorySegment self;
  private final MemorySegment parent;
  private final int openFlags;
  private final int mostEntries;

  DirectoryWalk(Arena arena, RootResolution resolution, int mostEntries) {
    this.resolution = resolution;
    this.mostEntries = mostEntries;
    libc = new Libc(arena);
    path = new PathBuffer(arena);
    memory = new RootResolution.Memory(arena);
    statx = new Statx(arena);
    entries = new DirectoryEntries(arena);
    name = arena.allocate(NAME_MAX + 1);
    empty = arena.allocateFrom("");
    self = arena.allocateFrom(".");
    parent = arena.allocateFrom("..");
    openFlags = libc.directoryFlag() | libc.noFollowFlag() | Libc.O_NONBLOCK | Libc.O_NOCTTY;
  }

  static DirectoryWalk ofKernel() {
    return new DirectoryWalk(Arena.ofAuto(), RootResolution.ofThisKernel(), MOST_ENTRIES);
  }

  @Override
  public long bytes(Place place, DirectoryWalks.Step step) throws ErrnoException {
    try (Tour tour = new Tour(place, step)) {
      return tour.bytes();
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.EAGAIN) {
        return DirectoryUsage.UNKNOWN;
      }
      throw e;
    }
  }

  /// The folder, as a place below a root that no link leads out of.
  private int open(Place place) throws ErrnoException {
    int flags = Libc.O_PATH | libc.directoryFlag();
    int root = check(libc.openat(Libc.AT_FDCWD, path.path(place.root()), flags), place);
    try {
      int found = check(resolution.open(libc, memory, root, place.path()), place);
      try {
        return check(libc.openat(found, self, openFlags), place);
      } finally {
        libc.close(found);
      }
    } finally {
      libc.close(root);
    }
  }

  private MemorySegment terminated(byte[] bytes) {
    int length = Math.min(bytes.length, NAME_MAX);
    MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, 0, length);
    name.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
    return name;
  }

  private static int check(int result, Place place) throws ErrnoException {
    return (int) Libc.check(result, "walk", place.toString());
  }

  /// Whether a name is no longer what it was when it was listed.
  private static boolean hasChanged(int result) {
    return result == -ErrnoException.ENOENT
        || result == -ErrnoException.ENOTDIR
        || result == -ErrnoException.ELOOP;
  }

  /// One time through.
  private final class Tour implements AutoCloseable {
    private final Place place;
    private final DirectoryWalks.Step step;
    private final Set<Long> linked = new HashSet<>();
    private final ArrayDeque<Folder> way = new ArrayDeque<>();
    private final long device;
    private int fd;
    private int met;
    private int pendingBytes;
    private long total;

    Tour(Place place, DirectoryWalks.Step step) throws ErrnoException {
      this.place = place;
      this.step = step;
      fd = open(place);
      try {
        look(fd);
      } catch (ErrnoException e) {
        libc.close(fd);
        throw e;
      }
      device = statx.device();
      total = statx.bytesOnDisk();
    }

    @Override
    public void close() {
      libc.close(fd);
    }

    long bytes() throws ErrnoException {
      enter();
      while (true) {
        byte[] below = way.getLast().below.poll();
        if (below != null) {
          pendingBytes -= below.length + PER_NAME;
          goDown(below);
        } else {
          way.removeLast();
          if (way.isEmpty()) {
            return total;
          }
          goUp(way.getLast().inode);
        }
      }
    }

    private void goDown(byte[] below) throws ErrnoException {
      int child = libc.openat(fd, terminated(below), openFlags);
      if (hasChanged(child)) {
        return;
      }
      check(child, place);
      move(child);
      look(fd);
      if (statx.device() == device) {
        enter();
      } else {
        goUp(way.getLast().inode);
      }
    }

    /// Somebody may have moved the folder while it was walked through.
    private void goUp(long inode) throws ErrnoException {
      move(check(libc.openat(fd, parent, openFlags), place));
      look(fd);
      if (statx.device() != device || statx.inode() != inode) {
        throw failure(ErrnoException.EAGAIN);
      }
    }

    private void move(int to) {
      libc.close(fd);
      fd = to;
    }

    private void look(int folder) throws ErrnoException {
      check(libc.statx(folder, empty, Libc.AT_EMPTY_PATH, Statx.SPACE_MASK, statx), place);
    }

    /// Counts what the folder holds that was looked at last.
    private void enter() throws ErrnoException {
      Folder folder = new Folder(statx.inode());
      way.addLast(folder);
      if (way.size() > DEEPEST) {
        throw failure(ErrnoException.EFBIG);
      }
      entries.rewind();
      while (check(entries.advance(libc, fd), place) > 0) {
        if (!entries.isSelfOrParent()) {
          count(folder);
        }
      }
    }

    private void count(Folder folder) throws ErrnoException {
      if (!step.goesOn()) {
        throw failure(ErrnoException.EAGAIN);
      }
      met++;
      int result = libc.statx(fd, entries.rawName(), NO_FOLLOW, Statx.SPACE_MASK, statx);
      if (hasChanged(result)) {
        return;
      }
      check(result, place);
      if (statx.device() != device) {
        return;
      }
      if (statx.isDirectory()) {
        byte[] below = entries.nameBytes();
        pendingBytes += below.length + PER_NAME;
        folder.below.add(below);
      } else if (statx.links() > 1 && !linked.add(statx.inode())) {
        return;
      }
      total += statx.bytesOnDisk();
      if (met > mostEntries || linked.size() > MOST_LINKED || pendingBytes > MOST_PENDING_BYTES) {
        throw failure(ErrnoException.EFBIG);
      }
    }

    private ErrnoException failure(int errno) {
      return new ErrnoException(errno, "walk", place.toString());
    }
  }

  /// One on the way from the top.
  private static final class Folder {
    private final long inode;
    private final ArrayDeque<byte[]> below = new ArrayDeque<>(2);

    Folder(long inode) {
      this.inode = inode;
    }
  }
}
