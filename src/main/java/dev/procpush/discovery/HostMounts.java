// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.WatchedFile;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What is mounted on the host: what its first process sees. Where that is refused, what this
/// process sees below the folder that the host's root is mounted on, with the host's names: the
/// rest of it is not the host's but its own container's.
///
/// The kernel tells when something was mounted, unmounted or remounted, and only then is the table
/// read: with hundreds of containers it takes the kernel milliseconds to write it. Of some things
/// it tells nobody: that a folder was renamed in which something is mounted, that the first process
/// has gone to another mount namespace, and that a file system was made read-only after an error or
/// by way of another mount namespace. So the table is read anew every two minutes as well, and
/// whoever finds that it is no longer right asks for that at once ([#readAnew]).
public final class HostMounts implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final String rootfs;
  private final LongSupplier nanoClock;
  private final WatchedFile first;
  private final WatchedFile own;
  private @Nullable WatchedFile known;
  private @Nullable MountTable table;
  private long readAt;

  /// @param procfs the host's `/proc`
  /// @param rootfs where the host's root is mounted, as in `/host` or `/`
  public HostMounts(KernelFiles kernel, String procfs, String rootfs) {
    this(kernel, procfs, rootfs, System::nanoTime);
  }

  HostMounts(KernelFiles kernel, String procfs, String rootfs, LongSupplier nanoClock) {
    this.rootfs = rootfs;
    this.nanoClock = nanoClock;
    first = kernel.watchMounts(procfs + "/1");
    own = kernel.watchMounts("/proc/self");
  }

  /// Where the host's root is mounted.
  public String rootfs() {
    return rootfs;
  }

  /// What is mounted now.
  ///
  /// @return the same object as long as nothing changes
  public MountTable read() throws ErrnoException, MalformedKernelDataException {
    if (known != null && nanoClock.getAsLong() - readAt > LONGEST_NANOS) {
      known.close();
    }
    try {
      return read(first);
    } catch (ErrnoException e) {
      if (e.isDenied()) {
        return read(own);
      }
      throw e;
    }
  }

  /// The same, whatever the kernel has told of.
  public MountTable readAnew() throws ErrnoException, MalformedKernelDataException {
    close();
    return read();
  }

  @Override
  public void close() {
    first.close();
    own.close();
  }

  private MountTable read(WatchedFile file) throws ErrnoException, MalformedKernelDataException {
    if (file != known) {
      file.close();
    }
    FileContent content = file.readIfChanged();
    if (content == null) {
      return Objects.requireNonNull(table);
    }
    MountTable now;
    try {
      now = parsed(content, file == own);
    } catch (MalformedKernelDataException e) {
      file.close();
      throw e;
    }
    if (known != null && known != file) {
      known.close();
    }
    known = file;
    table = now;
    readAt = nanoClock.getAsLong();
    return now;
  }

  private MountTable parsed(FileContent file, boolean isOwn) throws MalformedKernelDataException {
    List<Mount> mounts = ParsedFile.parse("mountinfo", file, PidMountinfo::parse).mounts();
    MountTable now =
        new MountTable(shortened(isOwn && !rootfs.equals("/") ? stripped(mounts) : mounts));
    MountTable before = table;
    return before != null && before.equals(now) ? before : now;
  }

  /// Without what nobody asks of the host's mounts, such as the hundreds of characters about each
  /// container's layers, and with one string for what hundreds have in common.
  private static List<Mount> shortened(List<Mount> mounts) {
    Map<String, String> texts = new HashMap<>();
    List<Mount> shorter = new ArrayList<>(mounts.size());
    for (Mount mount : mounts) {
      shorter.add(
          new Mount(
              mount.id(),
              mount.parent(),
              mount.device(),
              one(texts, mount.root()),
              mount.mountPoint(),
              one(texts, mount.options()),
              one(texts, mount.type()),
              one(texts, mount.source()),
              MountTable.isReadOnlyItself(mount) ? "ro" : "rw"));
    }
    return shorter;
  }

  private static String one(Map<String, String> texts, String text) {
    String same = texts.putIfAbsent(text, text);
    return same == null ? text : same;
  }

  private List<Mount> stripped(List<Mount> mounts) {
    List<Mount> hosts = new ArrayList<>();
    for (Mount mount : mounts) {
      String point = mount.mountPoint();
      if (point.equals(rootfs)) {
        hosts.add(at("/", mount));
      } else if (point.startsWith(rootfs + "/")) {
        hosts.add(at(point.substring(rootfs.length()), mount));
      }
    }
    return hosts;
  }

  private static Mount at(String mountPoint, Mount mount) {
    return new Mount(
        mount.id(),
        mount.parent(),
        mount.device(),
        mount.root(),
        mountPoint,
        mount.options(),
        mount.type(),
        mount.source(),
        mount.superOptions());
  }
}
