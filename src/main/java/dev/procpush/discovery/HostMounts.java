// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is mounted on the host: what its first process sees. Where that is refused, what this
/// process sees below the folder that the host's root is mounted on, with the host's names: the
/// rest of it is not the host's but its own container's.
public final class HostMounts {
  private static final String FILE = "mountinfo";

  private final KernelFiles kernel;
  private final String procfs;
  private final String rootfs;
  private byte[] text = {};
  private @Nullable MountTable last;
  private long readAt;

  /// @param procfs the host's `/proc`
  /// @param rootfs where the host's root is mounted, as in `/host` or `/`
  public HostMounts(KernelFiles kernel, String procfs, String rootfs) {
    this.kernel = kernel;
    this.procfs = procfs;
    this.rootfs = rootfs;
  }

  /// Where the host's root is mounted.
  public String rootfs() {
    return rootfs;
  }

  /// What is mounted now.
  ///
  /// @return the same object as long as nothing changes
  public MountTable read() throws ErrnoException, MalformedKernelDataException {
    try {
      return parsed(kernel.read(procfs + "/1", FILE), false);
    } catch (ErrnoException e) {
      if (e.isDenied()) {
        return parsed(kernel.read("/proc/self", FILE), true);
      }
      throw e;
    }
  }

  /// What was mounted a moment ago: with hundreds of containers the kernel takes milliseconds to
  /// write the table.
  ///
  /// @param nanos how long ago at most
  public MountTable recent(long nanos) throws ErrnoException, MalformedKernelDataException {
    MountTable known = last;
    return known != null && System.nanoTime() - readAt <= nanos ? known : read();
  }

  private MountTable parsed(FileContent file, boolean own) throws MalformedKernelDataException {
    byte[] bytes = file.bytes();
    int length = file.length();
    MountTable known = last;
    readAt = System.nanoTime();
    if (known != null && Arrays.equals(text, 0, text.length, bytes, 0, length)) {
      return known;
    }
    List<Mount> mounts = PidMountinfo.parse(bytes, length).mounts();
    MountTable table = new MountTable(own && !rootfs.equals("/") ? stripped(mounts) : mounts);
    text = file.copy();
    last = table;
    return table;
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
