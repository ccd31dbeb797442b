// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCmdline;
import dev.procpush.parse.procfs.PidStat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parent of a container's first process: a program of the runtime that watches over the
/// container, as a rule. Anybody may read its name and its command line.
///
/// Anybody can call a process by such a name. A container has no say in who its parent is.
final class ParentProcess {
  /// What a cut name leaves of `containerd-shim-runc-v2` and others, and of Docker's until 18.06.
  private static final String SHIM = "containerd-shim";

  private static final String OLD_DOCKERS_SHIM = "docker-containe";

  /// What LXC's monitor has for a command line: this, the folder of containers, the name.
  private static final String LXC_MONITOR = "[lxc monitor] ";

  private static final PidCmdline NOTHING = new PidCmdline(List.of());

  private final KernelFiles kernel;
  private final String folder;

  /// Cut at 15 characters.
  private final String comm;

  private ParentProcess(KernelFiles kernel, String folder, String comm) {
    this.kernel = kernel;
    this.folder = folder;
    this.comm = comm;
  }

  /// Reads the parent of a process.
  ///
  /// @return null where it has none but init, or none that can be read
  static @Nullable ParentProcess of(KernelFiles kernel, String procfs, @Nullable PidStat child) {
    return child == null || child.parent() <= 1 ? null : at(kernel, procfs + "/" + child.parent());
  }

  /// Reads a process that may watch over containers itself.
  ///
  /// @return null where it cannot be read
  static @Nullable ParentProcess at(KernelFiles kernel, String folder) {
    try {
      String comm = ParsedFile.read(kernel, folder, "stat", PidStat::parse).comm();
      return new ParentProcess(kernel, folder, comm);
    } catch (ErrnoException | MalformedKernelDataException vanished) {
      return null;
    }
  }

  private PidCmdline cmdline() {
    try {
      return ParsedFile.read(kernel, folder, "cmdline", PidCmdline::parse);
    } catch (ErrnoException | MalformedKernelDataException vanished) {
      return NOTHING;
    }
  }

  /// The command line of a conmon.
  ///
  /// @return null for another program
  @Nullable PidCmdline conmon() {
    return comm.equals("conmon") ? cmdline() : null;
  }

  /// The namespace of containerd that a shim was started for: `containerd-shim-runc-v2 -namespace
  /// k8s.io -id <id> …`.
  ///
  /// @return null for another program
  @Nullable String containerdNamespace() {
    PidCmdline shim = shim();
    return shim == null ? null : namespace(shim);
  }

  /// Whether it is containerd's shim of this container.
  boolean isShimOf(String namespace, String id) {
    PidCmdline shim = shim();
    return shim != null
        && namespace.equals(namespace(shim))
        && id.equals(shim.option("-id", "--id"));
  }

  private @Nullable PidCmdline shim() {
    return comm.startsWith(SHIM) || comm.equals(OLD_DOCKERS_SHIM) ? cmdline() : null;
  }

  private static @Nullable String namespace(PidCmdline shim) {
    return shim.option("-namespace", "--namespace");
  }

  /// The name of the container that LXC was told to start.
  ///
  /// @return null for another program
  @Nullable String lxcName() {
    PidCmdline cmdline = cmdline();
    String title = cmdline.arguments().isEmpty() ? "" : cmdline.arguments().getFirst();
    if (title.startsWith(LXC_MONITOR)) {
      return title.substring(title.lastIndexOf(' ') + 1);
    }
    return comm.equals("lxc-start") ? cmdline.option("-n", "--name") : null;
  }

  /// The runtime that it belongs to, where it tells.
  ///
  /// @param inPod whether the container belongs to a pod of Kubernetes
  @Nullable ContainerRuntime runtime(boolean inPod) {
    String namespace = containerdNamespace();
    if (namespace != null) {
      return runtimeOf(namespace, inPod);
    }
    PidCmdline conmon = conmon();
    if (conmon == null) {
      return null;
    }
    if (conmon.option("--exit-command") != null) { // Podman has itself called back
      return ContainerRuntime.PODMAN;
    }
    String exits = conmon.option("--exit-dir");
    return exits != null && exits.contains("/crio/") ? ContainerRuntime.CRI_O : null;
  }

  /// Kubernetes has one namespace in containerd. CRI-O uses containerd's shims as well, of Kata,
  /// and not this namespace.
  private static @Nullable ContainerRuntime runtimeOf(String namespace, boolean inPod) {
    return switch (namespace) {
      case "moby" -> ContainerRuntime.DOCKER;
      case "k8s.io" -> ContainerRuntime.CONTAINERD;
      default -> inPod ? null : ContainerRuntime.CONTAINERD;
    };
  }
}
