// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FixedPatience;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.RootFiles;
import dev.procpush.linux.SocketPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Mounts of namespaces that a test makes and removes, and which it may forbid to enter.
final class FakeMounts implements RootFiles, NamespaceEntry {
  /// How long entering may take.
  private static final long PATIENCE_NANOS = 500_000_000;

  /// The paths that were entered since the last [#forget].
  final List<String> entered = new ArrayList<>();

  /// What entering fails with, by path.
  final Map<String, Integer> errors = new HashMap<>();

  /// What listing fails with, by folder.
  final Map<String, Integer> listErrors = new HashMap<>();

  /// What each entering fails with; 0 for nothing.
  int enterErrno;

  /// The clock, which each entering moves on by [#enterNanos].
  long nanos;

  long enterNanos;

  private final Map<String, NamespaceMount> mounts = new TreeMap<>();
  private final Map<Long, Long> inodes = new HashMap<>();
  private long time = 1;

  /// Mounts a namespace that has no other mount and never had one.
  NamespaceMount add(String path, long inode) {
    time++;
    inodes.put(1_000_000 + time, inode);
    return put(new NamespaceMount(path, 1_000_000 + time, time));
  }

  /// Mounts the namespace of another mount once more.
  void alias(String path, NamespaceMount other) {
    put(new NamespaceMount(path, other.nsfsInode(), other.ctimeNanos()));
  }

  void remove(String path) {
    mounts.remove(path);
  }

  void forget() {
    entered.clear();
  }

  NamespaceMounts in(String... folders) {
    return new NamespaceMounts(
        this, List.of(folders), this, new FixedPatience(PATIENCE_NANOS), () -> nanos);
  }

  @Override
  public List<NamespaceMount> namespaceMounts(String folder, int max) throws ErrnoException {
    if (listErrors.containsKey(folder)) {
      throw new ErrnoException(listErrors.get(folder), "open", folder);
    }
    List<NamespaceMount> found =
        mounts.values().stream()
            .filter(mount -> mount.path().startsWith(folder + "/"))
            .limit(max)
            .toList();
    if (found.isEmpty()) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", folder);
    }
    return found.reversed();
  }

  @Override
  public void run(Consumer<Doorway> work) {
    work.accept(this::enter);
  }

  @Override
  public byte[] read(String path, int maxBytes) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "openat2", path);
  }

  @Override
  public List<String> list(String path, int maxEntries) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "openat2", path);
  }

  @Override
  public Map<String, String> links(String path, int maxEntries) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "openat2", path);
  }

  @Override
  public SocketPlace socket(String path) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "openat2", path);
  }

  @Override
  public void close() {}

  private NamespaceMount put(NamespaceMount mount) {
    mounts.put(mount.path(), mount);
    return mount;
  }

  private long enter(NamespaceMount mount) throws ErrnoException {
    entered.add(mount.path());
    nanos += enterNanos;
    int errno = errors.getOrDefault(mount.path(), enterErrno);
    if (errno != 0) {
      throw new ErrnoException(errno, "setns", mount.path());
    }
    if (!mount.equals(mounts.get(mount.path()))) {
      throw new ErrnoException(ErrnoException.ESTALE, "open", mount.path());
    }
    return Objects.requireNonNull(inodes.get(mount.nsfsInode()));
  }
}
