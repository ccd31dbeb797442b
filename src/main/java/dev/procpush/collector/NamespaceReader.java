// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.linux.NetlinkRequest;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import org.jspecify.annotations.Nullable;

/// Reads and parses the files of one network namespace while it is visited.
public final class NamespaceReader {
  private final NamespaceFiles files;
  private final Losses losses;

  /// Reads beside no others.
  public NamespaceReader(NamespaceFiles files) {
    this(files, new Losses());
  }

  /// @param losses takes in what no parser can read
  NamespaceReader(NamespaceFiles files, Losses losses) {
    this.files = files;
    this.losses = losses;
  }

  /// Reads and parses a file.
  ///
  /// @param name relative to a process's folder, as in `net/dev`
  public <T> T read(String name, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return losses.parse(parser, "", name, files.read(name));
  }

  /// Reads and parses a file whose whole text the kernel makes up at the first read.
  ///
  /// @param name as in `net/snmp`
  /// @see NamespaceFiles#readAtOnce
  public <T> T readAtOnce(String name, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return losses.parse(parser, "", name, files.readAtOnce(name));
  }

  /// Reads and parses a kernel parameter of this namespace.
  ///
  /// @param name relative to `/proc/sys`, as in `net/ipv4/ip_forward`
  public <T> T readSysctl(String name, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return losses.parse(parser, "/proc/sys", name, files.readSysctl(name));
  }

  /// Reads and parses a file of sysfs as this namespace shows it.
  ///
  /// @param name relative to `/sys`, as in `class/net/eth0/mtu`
  public <T> T readSysfs(String name, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return losses.parse(parser, "/sys", name, files.readSysfs(name));
  }

  /// Takes in what cannot be read of an answer of which the rest can.
  public void lose(MalformedKernelDataException e) {
    losses.add(e);
  }

  /// Whether [#ask] and [#readSysctl] can work: we are inside the namespace.
  public boolean isEntered() {
    return files.isEntered();
  }

  /// How many sockets the namespace has at this moment because we ask it questions.
  public int ownSockets() {
    return files.ownSockets();
  }

  /// The namespace that a device's other end is in.
  ///
  /// @param netnsId the number that this namespace has for it
  /// @return the inode number of its net/dev; null where it is not known
  public @Nullable Long inodeOf(int netnsId) throws ErrnoException {
    return files.inodeOf(netnsId);
  }

  /// Asks netlink a question.
  ///
  /// @return the answer's messages, valid until the next call
  /// @see NamespaceFiles#ask
  public FileContent ask(NetlinkRequest request) throws ErrnoException {
    return files.ask(request);
  }
}
