// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
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
      if (!ParsedFile.read(kernel, PROCFS + "/2", "stat", PidStat::parse)
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
    return ParsedFile.read(kernel, PROCFS + process, "mountinfo", PidMountinfo::parse)
        .mounts()
        .stream()
        .filter(mount -> mount.mountPoint().equals("/"))
        .map(mount -> mount.device() + " " + mount.root())
        .reduce("", (hidden, upper) -> upper);
  }
}
