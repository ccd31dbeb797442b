// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo;
import dev.procpush.parse.procfs.PidStat;

/// Whether this very process is in a container. Files that a runtime may leave in `/` do not tell:
/// a virtual machine's image may have been a container's.
public final class OwnContainment {
  private static final String PROCFS = "/proc";
  private static final String KERNEL_THREADS = "kthreadd";

  private OwnContainment() {}

  /// True where the process's own `/proc` lacks the kernel's threads (a pid namespace of its own)
  /// or its root is not init's (a container in the host's pid namespace).
  ///
  /// @param kernel reads the running kernel's files
  public static boolean isContained(KernelFiles kernel) {
    try {
      FileContent second = kernel.read(PROCFS + "/2", "stat");
      if (!PidStat.parse(new ByteCursor("stat", second.bytes(), second.length()))
          .comm()
          .equals(KERNEL_THREADS)) {
        return true;
      }
      return !root(kernel, "/self").equals(root(kernel, "/1"));
    } catch (ErrnoException | MalformedKernelDataException e) {
      return true;
    }
  }

  /// Device and folder of what is mounted at `/`, the uppermost.
  private static String root(KernelFiles kernel, String process)
      throws ErrnoException, MalformedKernelDataException {
    FileContent file = kernel.read(PROCFS + process, "mountinfo");
    return PidMountinfo.parse(new ByteCursor("mountinfo", file.bytes(), file.length()))
        .mounts()
        .stream()
        .filter(mount -> mount.mountPoint().equals("/"))
        .map(mount -> mount.device() + " " + mount.root())
        .reduce("", (hidden, upper) -> upper);
  }
}
