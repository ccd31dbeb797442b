// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.HostFiles;
import dev.procpush.config.AgentConfig;
import dev.procpush.config.HostPaths;
import dev.procpush.discovery.HostIdentity;
import dev.procpush.discovery.NamespaceScanner;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.ProcfsCheck;
import dev.procpush.discovery.ProcfsScanner;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetDev;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The host that is observed: its kernel files, its root, its namespaces and its name.
final class Host implements NamespaceScanner, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.procpush");
  private static final Pattern NET_NUMBER = Pattern.compile("net:\\[(\\d{1,18})]");
  private static final Path ROOT = Path.of("/");

  private final KernelFiles kernel;
  private final HostFiles files;
  private final RootFiles root;
  private final ProcfsScanner scanner;
  private final HostIdentity identity;
  private final ProcfsCheck check;
  private volatile @Nullable Snapshot last;
  private List<String> said = List.of();

  private Host(
      KernelFiles kernel,
      HostFiles files,
      RootFiles root,
      ProcfsScanner scanner,
      HostIdentity identity,
      ProcfsCheck check) {
    this.kernel = kernel;
    this.files = files;
    this.root = root;
    this.scanner = scanner;
    this.identity = identity;
    this.check = check;
  }

  /// Opens it.
  ///
  /// @param inContainer whether this process has a root and a name of its own
  static Host open(AgentConfig config, boolean inContainer) {
    HostPaths paths = config.paths();
    Path procfs = paths.procfs().toAbsolutePath().normalize();
    KernelFiles kernel = kernelFiles(procfs);
    RootFiles root = RootFiles.under(paths.rootfs().toString());
    ProcfsCheck check = ProcfsCheck.of(kernel, procfs.toString(), paths.procfsNamed());
    Path dockerRoot = paths.dockerRoot();
    ProcfsScanner scanner =
        ProcfsScanner.of(
            kernel,
            procfs.toString(),
            check,
            root,
            dockerRoot == null ? null : dockerRoot.toString());
    boolean ownRoot = inContainer && paths.rootfs().equals(ROOT);
    HostIdentity identity =
        HostIdentity.read(root, ownRoot, kernel, procfs.toString(), inContainer);
    HostFiles files = new HostFiles(kernel, procfs.toString(), paths.sysfs().toString());
    return new Host(kernel, files, root, scanner, identity, check);
  }

  /// The running kernel's, or those of a folder that somebody captured.
  private static KernelFiles kernelFiles(Path procfs) {
    try {
      return KernelFiles.isProcfs(procfs.toString())
          ? KernelFiles.ofKernel()
          : KernelFiles.ofDirectory(ROOT);
    } catch (ErrnoException e) {
      return KernelFiles.ofKernel();
    }
  }

  KernelFiles kernel() {
    return kernel;
  }

  HostFiles files() {
    return files;
  }

  HostIdentity identity() {
    return identity;
  }

  /// Says in the log what is wrong with its procfs.
  void warn() {
    check.notices().forEach(Host::warn);
  }

  /// Whether the last scan did not find the host itself.
  boolean isMissing() {
    Snapshot scanned = last;
    return scanned != null && scanned.host() == null;
  }

  /// Why the host itself is not found, in one line with the way out.
  String whyMissing() {
    return check.notices().isEmpty()
        ? "the host's first process cannot be read; see procpush namespaces"
        : String.join("; ", check.notices());
  }

  /// What the last scan found; null before the first.
  @Nullable Snapshot last() {
    return last;
  }

  @Override
  public Snapshot scan() {
    Snapshot snapshot = scanner.scan();
    last = snapshot;
    List<String> notices = scanner.notices();
    if (!notices.equals(said)) {
      notices.stream().filter(notice -> !said.contains(notice)).forEach(Host::warn);
      said = List.copyOf(notices);
    }
    return snapshot;
  }

  /// The number in a namespace's `net:[…]`.
  ///
  /// @return null where the right to trace its processes is missing
  @Nullable Long netNumber(NetworkNamespace namespace) {
    String directory = namespace.directory();
    try {
      Matcher number =
          NET_NUMBER.matcher(directory == null ? "" : kernel.readLink(directory, "ns/net"));
      return number.matches() ? Long.valueOf(number.group(1)) : null;
    } catch (ErrnoException e) {
      return null;
    }
  }

  /// A namespace's interfaces, or why they cannot be read.
  String interfaces(NetworkNamespace namespace) {
    String directory = namespace.directory();
    if (directory == null) {
      return "no process left";
    }
    try {
      FileContent file = kernel.read(directory, "net/dev");
      return NetDev.parse(file.bytes(), file.length()).devices().stream()
          .map(NetDev.Device::name)
          .collect(Collectors.joining(" "));
    } catch (ErrnoException | MalformedKernelDataException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() {
    root.close();
    kernel.close();
  }

  private static void warn(String line) {
    LOG.log(System.Logger.Level.WARNING, line);
  }
}
