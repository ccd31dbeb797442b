// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.NamespaceThread.Inside;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An inside that goes where it is told, and writes it down. No capability is missing but for what
/// is denied.
public final class FakeInside extends FakeFiles implements Inside {
  /// What the number in `net:[…]` is more than the inode of net/dev.
  public static final long NSFS = 7000;

  final List<String> log = new ArrayList<>();
  final Map<NamespaceMount, Long> mounts = new HashMap<>();

  /// The namespace that each process's folder leads into.
  public final Map<String, Long> processes = new HashMap<>();

  /// The folders that must not be entered.
  public final Set<String> denied = new HashSet<>();

  long homeInode = 999;
  long current = 999;

  @Override
  public boolean isEntered() {
    return true;
  }

  @Override
  public void enter(NamespaceMount mount) throws ErrnoException {
    log.add("mount " + mount.path());
    go(mounts.get(mount), ErrnoException.ESTALE);
  }

  @Override
  public void enterProcess(String directory, long inode) throws ErrnoException {
    log.add("process " + directory);
    go(
        processes.get(directory),
        denied.contains(directory) ? ErrnoException.EACCES : ErrnoException.ENOENT);
    if (current != inode) {
      current = homeInode;
      throw new ErrnoException(ErrnoException.ESTALE, "setns", directory);
    }
  }

  private void go(@Nullable Long inode, int errno) throws ErrnoException {
    current = homeInode;
    if (inode == null) {
      throw new ErrnoException(errno, "setns", "");
    }
    current = inode;
  }

  @Override
  public void goHome() {
    log.add("home");
    current = homeInode;
  }

  @Override
  public long nsfsInode() {
    return NSFS + inode();
  }

  @Override
  public long inode() {
    return current == 999 ? homeInode : current;
  }

  @Override
  public int homeId() {
    return -1;
  }
}
