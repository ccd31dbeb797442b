// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.procfs.PidCmdline;
import dev.procpush.parse.procfs.PidStat;
import org.jspecify.annotations.Nullable;

/// The command line of conmon, which watches each container of Podman and CRI-O: `conmon … -c <id>
/// … -n <name> … -b <bundle> …`.
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
    ParentProcess parent = ParentProcess.of(kernel, procfs, first);
    PidCmdline cmdline = parent == null ? null : parent.conmon();
    boolean isIts = cmdline != null && container.id().equals(cmdline.option("-c", "--cid"));
    return isIts ? cmdline : null;
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
