// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// A Unix socket that was found and not connected to. While it is open its path leads to that very
/// socket, whatever is put in its place meanwhile.
public final class SocketPlace implements AutoCloseable {
  private final int place;
  private final int uid;
  private final int gid;
  private final int permissions;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param place a descriptor of `O_PATH`, which closing it closes
  SocketPlace(int place, int uid, int gid, int permissions) {
    this.place = place;
    this.uid = uid;
    this.gid = gid;
    this.permissions = permissions;
  }

  /// What to connect to.
  public Path path() {
    return Path.of("/proc/self/fd/" + place);
  }

  /// Whether this process may connect to it.
  public boolean isWritable() {
    return Files.isWritable(path());
  }

  /// Who owns it.
  public int uid() {
    return uid;
  }

  /// Which group may use it, if any may.
  public int gid() {
    return gid;
  }

  /// As in `0660`: who may write may connect.
  public int permissions() {
    return permissions;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (Arena arena = Arena.ofConfined()) {
        new Libc(arena).close(place);
      }
    }
  }
}
