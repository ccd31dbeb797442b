// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import org.jspecify.annotations.Nullable;

/// The kernel's files as one network namespace shows them. A collector need not know whether they
/// come through a process's procfs folder or from inside the namespace; what only the inside has
/// fails with `EPERM` elsewhere.
public interface NamespaceFiles {

  /// Reads a file.
  ///
  /// @param name relative to a process's folder, as in `net/dev`
  /// @return its bytes, valid until the next call
  FileContent read(String name) throws ErrnoException;

  /// The same of a file whose whole text the kernel makes up at the first read, as those of
  /// `single_open` in its source: that read tells where the file ends.
  ///
  /// @param name as in `net/snmp`
  /// @return its bytes, valid until the next call
  default FileContent readAtOnce(String name) throws ErrnoException {
    return read(name);
  }

  /// The inode number of the namespace's file: that in `net:[…]`.
  ///
  /// @throws ErrnoException `EACCES` where it takes the right to trace the namespace's processes
  long nsfsInode() throws ErrnoException;

  /// Whether [#ask] and [#readSysctl] can work: we are inside the namespace.
  boolean isEntered();

  /// How many sockets the namespace has at this moment because we ask it questions.
  default int ownSockets() {
    return 0;
  }

  /// Reads a kernel parameter of this namespace.
  ///
  /// @param name relative to `/proc/sys`, as in `net/ipv4/ip_forward`
  /// @return its bytes, valid until the next call
  FileContent readSysctl(String name) throws ErrnoException;

  /// Reads a file of sysfs as this namespace shows it.
  ///
  /// @param name relative to `/sys`, as in `class/net/eth0/mtu`
  /// @return its bytes, valid until the next call
  FileContent readSysfs(String name) throws ErrnoException;

  /// The namespace that a device's other end is in.
  ///
  /// @param netnsId the number that this namespace has for it
  /// @return the inode number of its net/dev; null where it is not known
  default @Nullable Long inodeOf(int netnsId) throws ErrnoException {
    return null;
  }

  /// Asks netlink a question.
  ///
  /// @return the answer's messages one after the other, each aligned to four bytes, without
  ///   `NLMSG_DONE`; valid until the next call
  FileContent ask(NetlinkRequest request) throws ErrnoException;
}
