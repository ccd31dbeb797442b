// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCmdline;
import dev.procpush.parse.procfs.PidStat;
import org.jspecify.annotations.Nullable;

/// The command line of conmon, which watches each container of Podman and CRI-O: `conmon … -c <id>
/// … -n <name> …`.
///
/// Anybody can call a process conmon. Only the parent of the container's first process is asked.
final class ConmonNames implements NameSource {
  private final KernelFiles kernel;
  private final String procfs;

  ConmonNames(KernelFiles kernel, String procfs) {
    this.kernel = kernel;
    this.procfs = procfs;
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) {
    PidStat first = container.oldest == null ? null : container.oldest.stat;
    if (first == null || first.parent() <= 1) {
      return null;
    }
    try {
      String folder = procfs + "/" + first.parent();
      FileContent stat = kernel.read(folder, "stat");
      if (!PidStat.parse(stat.bytes(), stat.length()).comm().equals("conmon")) {
        return null;
      }
      FileContent cmdline = kernel.read(folder, "cmdline");
      return names(container, PidCmdline.parse(cmdline.bytes(), cmdline.length()));
    } catch (ErrnoException | MalformedKernelDataException vanished) {
      return null;
    }
  }

  private static @Nullable ContainerNames names(KnownContainer container, PidCmdline cmdline) {
    String name = cmdline.option("-n", "--name");
    if (name == null || !container.id().equals(cmdline.option("-c", "--cid"))) {
      return null;
    }
    ContainerNames kubernetes = ContainerNames.ofKubernetes(name, null);
    return kubernetes == null ? ContainerNames.of(name, null) : kubernetes;
  }
}
