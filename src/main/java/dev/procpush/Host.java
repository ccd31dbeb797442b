// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.CollectionTime;
import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.EnteringAccess;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.NamespaceAccess;
import dev.procpush.collector.ProcessAccess;
import dev.procpush.collector.host.HostSystem;
import dev.procpush.config.AgentConfig;
import dev.procpush.config.HostPaths;
import dev.procpush.discovery.AllowedLabels;
import dev.procpush.discovery.CgroupMounts;
import dev.procpush.discovery.CgroupNamespace;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.HostIdentity;
import dev.procpush.discovery.HostMounts;
import dev.procpush.discovery.NameSettings;
import dev.procpush.discovery.NamespaceMounts;
import dev.procpush.discovery.NamespaceScanner;
import dev.procpush.discovery.ProcfsCheck;
import dev.procpush.discovery.ProcfsScanner;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.BoundedCalls;
import dev.procpush.linux.ClockTicks;
import dev.procpush.linux.DirectoryUsage;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelClock;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamedFiles;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.NamespaceThread;
import dev.procpush.linux.Patience;
import dev.procpush.linux.RootFiles;
import dev.procpush.linux.SlowFiles;
import dev.procpush.runtime.RuntimeClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The host that is observed: its kernel files, its root, its namespaces and its name.
final class Host implements NamespaceScanner, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.procpush");
  private static final Path ROOT = Path.of("/");
  private static final Duration RUNTIMES = Duration.ofSeconds(10);

  /// Of which the shares are before the first collection.
  private static final Duration BEFORE_COLLECTING = Duration.ofSeconds(3);

  /// Of so many processes a file stays open, for each of which the kernel keeps a buffer of 4 kB.
  private static final int MOST_PROCESSES_OPEN = 1024;

  private final KernelFiles kernel;
  private final HostFiles files;
  private final RootFiles root;
  private final @Nullable NamespaceThread thread;
  private final ProcfsScanner scanner;
  private final HostIdentity identity;
  private final ProcfsCheck check;
  private final CgroupMounts cgroups;
  private final KeptFiles kept;
  private final HostSystem system;
  private final @Nullable RuntimeClient runtime;
  private final HostMounts mounts;
  private final @Nullable BoundedCalls calls;
  private final DirectoryUsage directoryUsage;
  private volatile @Nullable Snapshot last;
  private List<String> said = List.of();

  private Host(
      KernelFiles kernel,
      HostFiles files,
      RootFiles root,
      @Nullable NamespaceThread thread,
      ProcfsScanner scanner,
      HostIdentity identity,
      ProcfsCheck check,
      CgroupMounts cgroups,
      HostSystem system,
      @Nullable RuntimeClient runtime,
      HostMounts mounts,
      @Nullable BoundedCalls calls) {
    this.kernel = kernel;
    this.files = files;
    this.root = root;
    this.thread = thread;
    this.scanner = scanner;
    this.identity = identity;
    this.check = check;
    this.cgroups = cgroups;
    this.system = system;
    this.runtime = runtime;
    this.mounts = mounts;
    this.calls = calls;
    this.directoryUsage = calls == null ? DirectoryUsage.unknown() : DirectoryUsage.byWalking();
    this.kept = thread == null ? KeptFiles.opening(kernel) : KeptFiles.ofKernel();
  }

  /// Opens it.
  ///
  /// @param inContainer whether this process has a root and a name of its own
  static Host open(AgentConfig config, boolean inContainer) {
    HostPaths paths = config.paths();
    Path procfs = paths.procfs().toAbsolutePath().normalize();
    boolean live = isProcfs(procfs);
    KernelFiles kernel = live ? KernelFiles.ofKernel() : KernelFiles.ofDirectory(ROOT);
    NamespaceThread thread = live ? NamespaceThread.start(paths.rootfs().toString()) : null;
    RootFiles root = RootFiles.under(paths.rootfs().toString());
    ProcfsCheck check = ProcfsCheck.of(kernel, procfs.toString(), paths.procfsNamed());
    Path dockerRoot = paths.dockerRoot();
    RuntimeClient runtime = runtime(root, config);
    CollectionTime time = new CollectionTime(BEFORE_COLLECTING);
    BoundedCalls calls = live ? new BoundedCalls(time::holdNanos) : null;
    CgroupMounts cgroups =
        CgroupMounts.find(
            kernel,
            procfs.toString(),
            paths.cgroup().toAbsolutePath().normalize().toString(),
            paths.rootfs().toString());
    ProcfsScanner scanner =
        ProcfsScanner.of(
            kernel,
            procfs.toString(),
            CgroupNamespace.find(kernel, procfs.toString(), cgroups),
            cgroups,
            new NameSettings(
                root,
                calls == null
                    ? NamedFiles.inline(root)
                    : NamedFiles.on(calls, root, time.patience(Share.NAMED_FILES)),
                dockerRoot == null ? null : dockerRoot.toString(),
                new AllowedLabels(config.filters().labels()),
                runtime),
            check,
            thread == null
                ? null
                : mounts(
                    root, paths.namespaceFolders(), thread, time.patience(Share.NAMESPACE_MOUNTS)));
    boolean ownRoot = inContainer && paths.rootfs().equals(ROOT);
    HostIdentity identity =
        HostIdentity.read(root, ownRoot, kernel, procfs.toString(), inContainer);
    HostFiles files =
        new HostFiles(
            kernel,
            procfs.toString(),
            paths.sysfs().toAbsolutePath().normalize().toString(),
            calls == null ? SlowFiles.inline(kernel) : SlowFiles.on(calls, kernel),
            time);
    HostSystem system =
        new HostSystem(
            ClockTicks.perSecond(),
            ownRoot ? null : root,
            scanner.listing(),
            live ? KeptFiles.ofKernel(MOST_PROCESSES_OPEN) : KeptFiles.opening(kernel),
            live ? KernelClock.ofKernel() : KernelClock.unknown(),
            live ? architecture() : "");
    HostMounts mounts = new HostMounts(kernel, procfs.toString(), paths.rootfs().toString());
    return new Host(
        kernel, files, root, thread, scanner, identity, check, cgroups, system, runtime, mounts,
        calls);
  }

  private static @Nullable RuntimeClient runtime(RootFiles root, AgentConfig config) {
    List<String> sockets = config.paths().runtimeSockets().stream().map(Path::toString).toList();
    return sockets.isEmpty() ? null : RuntimeClient.start(root, sockets, config.filters().labels());
  }

  /// The processor in the words of the semantic conventions.
  private static String architecture() {
    String known = System.getProperty("os.arch", "");
    return known.equals("aarch64") ? "arm64" : known;
  }

  /// Whether the procfs is the running kernel's, and not a folder that somebody captured.
  private static boolean isProcfs(Path procfs) {
    try {
      return KernelFiles.isProcfs(procfs.toString());
    } catch (ErrnoException e) {
      return true;
    }
  }

  private static NamespaceMounts mounts(
      RootFiles root, List<Path> folders, NamespaceThread thread, Patience patience) {
    return NamespaceMounts.in(
        root,
        folders.stream().map(Path::toString).toList(),
        work -> thread.run(inside -> work.accept(mount -> inode(inside, mount))),
        patience);
  }

  private static long inode(NamespaceThread.Inside inside, NamespaceMount mount)
      throws ErrnoException {
    inside.enter(mount);
    return inside.inode();
  }

  /// Whether its files are the running kernel's, and no copies.
  boolean isLive() {
    return thread != null;
  }

  KernelFiles kernel() {
    return kernel;
  }

  /// The way to its namespaces' files.
  NamespaceAccess access() {
    ProcessAccess processes = new ProcessAccess(kernel);
    return thread == null
        ? processes
        : new EnteringAccess(thread::run, processes, scanner::areMountsUntried);
  }

  /// The way to the files of a container's cgroup.
  ContainerFiles containerFiles(Container container) {
    return new ContainerFiles(kept, () -> cgroups.folders(container), files.losses());
  }

  /// The way to files that may stay open.
  KeptFiles keptFiles() {
    return kept;
  }

  HostFiles files() {
    return files;
  }

  /// What is mounted on it.
  HostMounts mounts() {
    return mounts;
  }

  /// Asks its file systems. Copies of its files tell nothing of these.
  FileSystems fileSystems() {
    return calls == null ? place -> FileSystems.absent(place) : FileSystems.ofKernel(calls);
  }

  /// Tells how much space its folders take. Copies of its files tell nothing of these.
  DirectoryUsage directoryUsage() {
    return directoryUsage;
  }

  /// What it is like.
  HostSystem system() {
    return system;
  }

  /// Whether sysfs shows the network devices of the host. That of a container shows its own.
  boolean hasHostDevices() {
    if (!files.sysfs().equals("/sys")) {
      return true;
    }
    try {
      return kernel.inode("/proc/self", "net/dev")
          == kernel.inode(files.procfs() + "/1", "net/dev");
    } catch (ErrnoException e) {
      return false;
    }
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

  /// Lets the container runtimes answer, where they are asked: for those who scan but once.
  void awaitRuntimes() {
    if (runtime != null) {
      scanner.scan();
      runtime.await(RUNTIMES);
    }
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

  @Override
  public void close() {
    if (runtime != null) {
      runtime.close();
    }
    if (thread != null) {
      thread.close();
    }
    if (calls != null) {
      calls.close();
    }
    directoryUsage.close();
    mounts.close();
    root.close();
    kept.close();
    system.processes().close();
    kernel.close();
  }

  private static void warn(String line) {
    LOG.log(System.Logger.Level.WARNING, line);
  }
}
