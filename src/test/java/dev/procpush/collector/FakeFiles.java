// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.linux.NetlinkRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of a namespace that a test makes up. What was not given is absent: `ENOENT`; netlink,
/// sysctl and sysfs answer only inside.
public class FakeFiles implements NamespaceFiles {
  private final Map<String, byte[]> contents = new HashMap<>();
  private final Map<String, ErrnoException> failures = new HashMap<>();
  private final Map<Integer, Long> peers = new HashMap<>();
  private boolean entered;
  private int whyNotInside = ErrnoException.EPERM;
  private int ownSockets;

  /// Gives a file.
  ///
  /// @param name as collectors ask for it: `net/dev`, `sysctl net/ipv4/ip_forward`, `sysfs
  ///   class/net/eth0/mtu`, or the text of a [NetlinkRequest]
  public FakeFiles with(String name, String content) {
    return with(name, content.getBytes(ISO_8859_1));
  }

  /// Gives a file.
  public FakeFiles with(String name, byte[] content) {
    contents.put(name, content);
    return this;
  }

  /// Makes reading a file fail.
  public FakeFiles failing(String name, ErrnoException failure) {
    failures.put(name, failure);
    return this;
  }

  /// Files of a namespace that cannot be entered for this reason.
  public FakeFiles notInside(int errno) {
    whyNotInside = errno;
    return this;
  }

  /// Makes it the inside of the namespace.
  public FakeFiles entered() {
    entered = true;
    return this;
  }

  /// Makes the namespace know another one by a number.
  public FakeFiles peer(int netnsId, long inode) {
    peers.put(netnsId, inode);
    return this;
  }

  /// Makes so many of its sockets the agent's own.
  public FakeFiles ownSockets(int count) {
    ownSockets = count;
    return this;
  }

  @Override
  public int ownSockets() {
    return ownSockets;
  }

  @Override
  public @Nullable Long inodeOf(int netnsId) {
    return peers.get(netnsId);
  }

  @Override
  public FileContent read(String name) throws ErrnoException {
    ErrnoException failure = failures.get(name);
    if (failure != null) {
      throw failure;
    }
    byte[] content = contents.get(name);
    if (content == null) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", name);
    }
    return FileContent.of(content);
  }

  @Override
  public long nsfsInode() throws ErrnoException {
    throw new ErrnoException(ErrnoException.EACCES, "readlink", "ns/net");
  }

  @Override
  public boolean isEntered() {
    return entered;
  }

  @Override
  public FileContent readSysctl(String name) throws ErrnoException {
    return inside("sysctl " + name);
  }

  @Override
  public FileContent readSysfs(String name) throws ErrnoException {
    return inside("sysfs " + name);
  }

  @Override
  public FileContent ask(NetlinkRequest request) throws ErrnoException {
    return inside(request.toString());
  }

  private FileContent inside(String name) throws ErrnoException {
    if (!entered) {
      throw new ErrnoException(whyNotInside, "setns", name);
    }
    return read(name);
  }
}
