// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCmdline;
import dev.procpush.parse.procfs.PidStat;
import org.jspecify.annotations.Nullable;

/// The command line of conmon, which watches each container of Podman and CRI-O: `conmon … -c <id>
/// … -n <name> … -b <bundle> …`.
///
/// Anybody can call a process conmon. Only the parent of the container's first process is asked.
final class Conmon {
  private static final String USERDATA = "/userdata";
  private static final int LONGEST_PATH = 4096;

  private final KernelFiles kernel;
  private final String procfs;

  Conmon(KernelFiles kernel, String procfs) {
    this.kernel = kernel;
    this.procfs = procfs;
  }

  /// The command line of a container's conmon.
  ///
  /// @return null where it has none
  @Nullable PidCmdline of(KnownContainer container) {
    PidStat first = container.oldest == null ? null : container.oldest.stat;
    if (first == null || first.parent() <= 1) {
      return null;
    }
    try {
      String folder = procfs + "/" + first.parent();
      if (!ParsedFile.read(kernel, folder, "stat", PidStat::parse).comm().equals("conmon")) {
        return null;
      }
      PidCmdline cmdline = ParsedFile.read(kernel, folder, "cmdline", PidCmdline::parse);
      return container.id().equals(cmdline.option("-c", "--cid")) ? cmdline : null;
    } catch (ErrnoException | MalformedKernelDataException vanished) {
      return null;
    }
  }

  /// The folder in which the containers/storage library keeps all containers of this one's owner,
  /// wherever that is: `…/overlay-containers`.
  ///
  /// @return null where it has no conmon, or one that says something else
  @Nullable String storage(KnownContainer container) {
    PidCmdline cmdline = of(container);
    String bundle = cmdline == null ? null : cmdline.option("-b", "--bundle");
    String end = "/" + container.id() + USERDATA;
    if (bundle == null || !bundle.startsWith("/") || bundle.length() > LONGEST_PATH) {
      return null;
    }
    return bundle.endsWith(end) ? bundle.substring(0, bundle.length() - end.length()) : null;
  }
}
