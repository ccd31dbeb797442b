// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo;
import dev.procpush.parse.procfs.PidStat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong with a procfs as a view of the host, found out once at the start.
///
/// @param isHost whether its pid 1 is taken for the host's
/// @param notices one line each, with the way out
public record ProcfsCheck(boolean isHost, List<String> notices) {
  private static final String KERNEL_THREADS = "kthreadd";

  public ProcfsCheck {
    notices = List.copyOf(notices);
  }

  /// Looks at a procfs.
  ///
  /// @param named whether the user named it: then it is taken for the host's
  public static ProcfsCheck of(KernelFiles kernel, String procfs, boolean named) {
    List<String> notices = new ArrayList<>();
    String options = options(kernel, procfs);
    String hidden = hidden(kernel, procfs, options);
    if (hidden != null) {
      notices.add(hidden);
    }
    if (options.contains("subset=pid")) {
      notices.add(
          procfs
              + " is mounted with subset=pid: the host's own files are missing there, the"
              + " namespaces and containers are not; mount it without subset=pid for all");
    }
    boolean isHost = named || isKernelThreads(kernel, procfs);
    if (!isHost && hidden == null) {
      notices.add(
          procfs
              + " is not the host's but a container's: nothing is reported for the host; mount the"
              + " host's (docker run -v /:/host:ro,rslave, or -v /proc:/host/proc:ro), or name it"
              + " with --path.procfs if it is the right one");
    }
    return new ProcfsCheck(isHost, notices);
  }

  private static @Nullable String hidden(KernelFiles kernel, String procfs, String options) {
    try {
      kernel.inode(procfs + "/1", "net/dev");
      return null;
    } catch (ErrnoException e) {
      if (options.contains("hidepid=") || e.isDenied()) {
        return procfs
            + " hides the processes of other users (hidepid): only the agent's own can be seen;"
            + " give it CAP_SYS_PTRACE, or mount "
            + procfs
            + " without hidepid";
      }
      return procfs
          + "/1/net/dev cannot be read ("
          + e.errnoName()
          + "): mount the host's /proc there, or name it with --path.procfs";
    }
  }

  /// The options of the file system at `procfs`; empty where they cannot be told.
  private static String options(KernelFiles kernel, String procfs) {
    String options = "";
    try {
      for (PidMountinfo.Mount mount :
          ParsedFile.read(kernel, procfs + "/self", "mountinfo", PidMountinfo::parse).mounts()) {
        if (mount.type().equals("proc") && mount.mountPoint().equals(procfs)) {
          options = mount.superOptions();
        }
      }
    } catch (ErrnoException | MalformedKernelDataException e) {
      return options;
    }
    return options;
  }

  private static boolean isKernelThreads(KernelFiles kernel, String procfs) {
    try {
      return ParsedFile.read(kernel, procfs + "/2", "stat", PidStat::parse)
          .comm()
          .equals(KERNEL_THREADS);
    } catch (ErrnoException | MalformedKernelDataException e) {
      return false;
    }
  }
}
