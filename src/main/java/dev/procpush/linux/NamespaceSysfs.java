// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The sysfs of the namespace that the thread is in. A sysfs shows the namespace it was mounted
/// from; so this is a mount of our own, attached nowhere: no other process sees it, no mount
/// namespace is touched. It takes `CAP_SYS_ADMIN` and Linux 5.2.
final class NamespaceSysfs {
  /// `FSOPEN_CLOEXEC` of `<linux/mount.h>`.
  static final int FSOPEN_CLOEXEC = 1;

  /// `FSCONFIG_CMD_CREATE` of `<linux/mount.h>`.
  static final int FSCONFIG_CMD_CREATE = 6;

  /// `FSMOUNT_CLOEXEC` of `<linux/mount.h>`.
  static final int FSMOUNT_CLOEXEC = 1;

  /// `MOUNT_ATTR_RDONLY`, `_NOSUID`, `_NODEV` and `_NOEXEC` of `<linux/mount.h>`.
  static final int READ_ONLY = 0x1 | 0x2 | 0x4 | 0x8;

  private static final int NONE = -1;
  private static final int UNKNOWN = -2;

  private final Libc libc;
  private final MemorySegment type;
  private final MemorySegment ordinary;
  private final MemorySegment emptyPath;
  private final Statx statx;
  private int mount = NONE;
  private int home = UNKNOWN;

  NamespaceSysfs(Libc libc, Arena arena) {
    this.libc = libc;
    type = arena.allocateFrom("sysfs");
    ordinary = arena.allocateFrom("/sys");
    emptyPath = arena.allocateFrom("");
    statx = new Statx(arena);
  }

  /// The sysfs's root, to be opened below, until the thread leaves the namespace.
  int directory(boolean isHome) throws ErrnoException {
    if (isHome && home >= 0) {
      return home;
    }
    if (mount == NONE) {
      mount = mount();
      if (isHome && home == UNKNOWN) {
        home = ordinaryIfSame();
      }
    }
    return mount;
  }

  /// Before the thread leaves the namespace.
  void unmount() {
    if (mount != NONE) {
      libc.close(mount);
      mount = NONE;
    }
  }

  void close() {
    unmount();
    if (home >= 0) {
      libc.close(home);
      home = NONE;
    }
  }

  private int mount() throws ErrnoException {
    int context = libc.fsopen(type, FSOPEN_CLOEXEC);
    Libc.check(context, "fsopen", "sysfs");
    try {
      Libc.check(libc.fsconfig(context, FSCONFIG_CMD_CREATE), "fsconfig", "sysfs");
      int result = libc.fsmount(context, FSMOUNT_CLOEXEC, READ_ONLY);
      return (int) Libc.check(result, "fsmount", "sysfs");
    } finally {
      libc.close(context);
    }
  }

  /// `/sys` as a place (`O_PATH`), which may be kept, if it is the sysfs that was just mounted.
  private int ordinaryIfSame() throws ErrnoException {
    Libc.check(libc.statx(mount, emptyPath, Libc.AT_EMPTY_PATH, statx), "statx", "sysfs");
    long device = statx.device();
    int fd = libc.openat(Libc.AT_FDCWD, ordinary, Libc.O_PATH | libc.directoryFlag());
    if (fd >= 0
        && (libc.statx(fd, emptyPath, Libc.AT_EMPTY_PATH, statx) < 0 || statx.device() != device)) {
      libc.close(fd);
      return NONE;
    }
    return Math.max(fd, NONE);
  }
}
