// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What the [NamespaceThread] has: where it is, and what it has open there. Only that thread may
/// use it.
///
/// Between two runs nothing is open but the way home and places (`O_PATH`), which keep no namespace
/// alive. `/proc/thread-self/net` is such a place, and shows whatever namespace the thread is in.
final class NamespaceVisit implements NamespaceThread.Inside {
  static final String HOME = "/proc/thread-self/ns/net";

  /// `NETNSA_NSID` of `<linux/net_namespace.h>`, an attribute after a `struct rtgenmsg`.
  static final int NETNSA_NSID = 1;

  private static final String THREAD = "/proc/thread-self";
  private static final String NETWORK = "/proc/thread-self/net";
  private static final String SYSCTL = "/proc/sys";
  private static final String PREFIX = "net/";

  private final Libc libc;
  private final HomeNamespace home;
  private final int network;
  private final int sysctl;
  private final MemorySegment netDev;
  private final Statx statx;
  private final PathBuffer path;
  private final FilesBeneath files;
  private final KnownNames networkFiles;
  private final NamespaceMountOpener mounts;
  private final NamespaceSysfs sysfs;
  private final NetlinkSockets netlink;
  private final NetlinkRequest whichIdHasHome;
  private final @Nullable Long homeInode;

  NamespaceVisit(Arena arena, String rootfs, String homePath) {
    libc = new Libc(arena);
    path = new PathBuffer(arena);
    int homeDescriptor = open(homePath, Libc.O_RDONLY);
    home = new HomeNamespace(libc, homeDescriptor);
    whichIdHasHome = NetlinkRequest.namespaceId(homeDescriptor);
    network = open(NETWORK, Libc.O_PATH);
    sysctl = open(SYSCTL, Libc.O_PATH);
    netDev = arena.allocateFrom("dev");
    statx = new Statx(arena);
    RootResolution resolution = RootResolution.ofThisKernel();
    FileReader reader = new FileReader(libc, arena, ProcKernelFiles.MAX_BYTES);
    files = new FilesBeneath(libc, arena, reader, resolution == RootResolution.IN_ROOT);
    networkFiles = new KnownNames(arena);
    mounts = new NamespaceMountOpener(libc, arena, rootfs, resolution);
    sysfs = new NamespaceSysfs(libc, arena);
    netlink = new NetlinkSockets(libc, arena);
    homeInode = libc.statx(network, netDev, 0, statx) < 0 ? null : (Long) statx.inode();
  }

  @Override
  public void enter(NamespaceMount mount) throws ErrnoException {
    closeWhatIsOpenHere();
    try {
      home.checkNotLost();
      enter(mounts.open(mount, home.descriptor()), mount.path());
    } catch (ErrnoException e) {
      home.goBack();
      throw e;
    }
  }

  @Override
  public void enterProcess(String directory, long inode) throws ErrnoException {
    closeWhatIsOpenHere();
    try {
      home.checkNotLost();
      int fd = libc.openat(Libc.AT_FDCWD, path.path(directory, "ns/net"), Libc.O_RDONLY);
      Libc.check(fd, "open", directory, "ns/net");
      enter(fd, directory);
      if (inode() != inode) {
        throw new ErrnoException(ErrnoException.ESTALE, "setns", directory);
      }
    } catch (ErrnoException e) {
      home.goBack();
      throw e;
    }
  }

  private void enter(int namespace, String title) throws ErrnoException {
    try {
      home.leaveFor(namespace, title);
    } finally {
      libc.close(namespace);
    }
  }

  @Override
  public void goHome() {
    closeWhatIsOpenHere();
    home.goBack();
  }

  @Override
  public long inode() throws ErrnoException {
    home.checkNotLost();
    Libc.check(network, "open", NETWORK);
    Libc.check(libc.statx(network, netDev, 0, statx), "statx", NETWORK, "dev");
    return statx.inode();
  }

  @Override
  public long nsfsInode() throws ErrnoException {
    home.checkNotLost();
    Libc.check(libc.statx(Libc.AT_FDCWD, path.path(HOME), 0, statx), "statx", HOME);
    return statx.inode();
  }

  @Override
  public int homeId() throws ErrnoException {
    home.descriptor();
    FileContent answer = ask(whichIdHasHome);
    ByteBuffer bytes =
        ByteBuffer.wrap(answer.bytes(), 0, answer.length()).order(ByteOrder.nativeOrder());
    int at = NetlinkRequest.HEADER + NetlinkRequest.RTGENMSG;
    while (bytes.limit() - at >= 8) {
      int length = Short.toUnsignedInt(bytes.getShort(at));
      if (bytes.getShort(at + 2) == NETNSA_NSID && length == 8) {
        return bytes.getInt(at + 4);
      }
      at += Math.max(length + 3 & ~3, 4);
    }
    throw new ErrnoException(ErrnoException.EBADMSG, "recvfrom", whichIdHasHome.toString());
  }

  @Override
  public @Nullable Long inodeOf(int netnsId) throws ErrnoException {
    return netnsId == homeId() ? homeInode : null;
  }

  @Override
  public FileContent read(String name) throws ErrnoException {
    return read(name, false);
  }

  @Override
  public FileContent readAtOnce(String name) throws ErrnoException {
    return read(name, true);
  }

  private FileContent read(String name, boolean atOnce) throws ErrnoException {
    home.checkNotLost();
    Libc.check(network, "open", NETWORK);
    MemorySegment known = networkFiles.get(name);
    return files.read(network, THREAD, name, known == null ? networkFile(name) : known, atOnce);
  }

  private MemorySegment networkFile(String name) throws ErrnoException {
    FilesBeneath.checkName(THREAD, name);
    if (!name.startsWith(PREFIX)) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", THREAD + "/" + name);
    }
    String relative = name.substring(PREFIX.length());
    MemorySegment file = path.path(relative);
    networkFiles.add(name, relative);
    return file;
  }

  @Override
  public FileContent readSysctl(String name) throws ErrnoException {
    home.checkNotLost();
    Libc.check(sysctl, "open", SYSCTL);
    return files.read(sysctl, SYSCTL, name);
  }

  @Override
  public FileContent readSysfs(String name) throws ErrnoException {
    home.checkNotLost();
    FilesBeneath.checkName("/sys", name);
    return files.read(sysfs.directory(!home.isAway()), "/sys", name);
  }

  @Override
  public FileContent ask(NetlinkRequest request) throws ErrnoException {
    home.checkNotLost();
    return netlink.ask(request);
  }

  @Override
  public boolean isEntered() {
    return !home.isLost();
  }

  @Override
  public int ownSockets() {
    return netlink.count();
  }

  /// Ends a run.
  ///
  /// @return whether the thread is at home
  boolean leave() {
    goHome();
    mounts.close();
    return !home.isLost();
  }

  /// When the thread ends.
  void close() {
    leave();
    sysfs.close();
    home.close();
    close(network);
    close(sysctl);
  }

  private void closeWhatIsOpenHere() {
    netlink.close();
    sysfs.unmount();
  }

  /// @return a descriptor, else the negated errno
  private int open(String place, int flags) {
    try {
      return libc.openat(Libc.AT_FDCWD, path.path(place), flags);
    } catch (ErrnoException e) {
      return -e.errno();
    }
  }

  private void close(int descriptor) {
    if (descriptor >= 0) {
      libc.close(descriptor);
    }
  }
}
