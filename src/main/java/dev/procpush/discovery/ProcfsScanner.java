// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds namespaces and containers through the processes of a procfs, and namespaces through their
/// mounts.
///
/// A scan lists the processes once. Only new ones are looked at, and once more a cycle later,
/// because a runtime moves its process after it has made it; beyond these, in each cycle one in
/// twelve of all, and the one process of each namespace that names its owner while it is young.
/// Later this one is asked in each cycle only whether it still is in the namespace, and not even
/// that where a mount shows that the namespace lives: docs/adr/0020-what-a-scan-asks-again.md.
///
/// Inode numbers are re-used at once, so a namespace lives on only if a process that was in it at
/// the last scan still is, or a mount of it still is there. That is asked after the new processes
/// were looked at: the namespace then existed all the time, and whoever showed its number in
/// between is in it. New mounts are entered after all are listed: what leads to a namespace at one
/// moment leads to the same one.
public final class ProcfsScanner implements NamespaceScanner {
  private static final int ROTA = 12;
  private static final int HOST_INIT = 1;
  private static final Comparator<KnownProcess> BY_PID =
      Comparator.comparingInt(process -> process.pid);

  private final KernelFiles kernel;
  private final String procfs;
  private final boolean trusted;
  private final ProcessProbe probe;
  private final NameSources names;
  private final @Nullable NamespaceMounts mounts;
  private final ProcessTable processes = new ProcessTable();
  private final Map<Long, KnownNamespace> namespaces = new LinkedHashMap<>();
  private final List<KnownProcess> arrivals = new ArrayList<>();
  private final List<KnownProcess> examined = new ArrayList<>();
  private final List<KnownProcess> moved = new ArrayList<>();
  private final Attribution attribution;
  private final LivingProcesses living = this::forEachLiving;

  /// What the last scan listed: the listing takes the kernel 2 µs a process.
  private int[] pids = new int[64];

  private long[] entries = new long[64];
  private long cycle;
  private int turns;
  private int listed;
  private boolean changed;
  private @Nullable KnownNamespace host;
  private Snapshot snapshot = new Snapshot(null, List.of(), List.of(), Map.of());

  private ProcfsScanner(
      KernelFiles kernel,
      String procfs,
      boolean trusted,
      ProcessProbe probe,
      NameSources names,
      @Nullable CgroupMounts cgroups,
      @Nullable NamespaceMounts mounts) {
    this.kernel = kernel;
    this.procfs = procfs;
    this.trusted = trusted;
    this.probe = probe;
    this.attribution =
        new Attribution(new ContainerIds(kernel, procfs), new EmptySandboxes(kernel, cgroups));
    this.names = names;
    this.mounts = mounts;
  }

  /// A scanner of `procfs` that keeps no labels and knows no namespaces but those of its processes.
  public static ProcfsScanner of(
      KernelFiles kernel,
      String procfs,
      ProcfsCheck check,
      @Nullable RootFiles root,
      @Nullable String dockerRoot) {
    return of(kernel, procfs, check, root, dockerRoot, null);
  }

  /// A scanner of `procfs` that keeps no labels.
  public static ProcfsScanner of(
      KernelFiles kernel,
      String procfs,
      ProcfsCheck check,
      @Nullable RootFiles root,
      @Nullable String dockerRoot,
      @Nullable NamespaceMounts mounts) {
    NameSettings settings = new NameSettings(root, dockerRoot, AllowedLabels.NONE);
    return of(kernel, procfs, CgroupNamespace.HOST, null, settings, check, mounts);
  }

  /// A scanner of `procfs`.
  ///
  /// @param place from where this process sees the cgroups of others
  /// @param cgroups where it sees them mounted; null for nowhere
  /// @param settings where names are looked for
  /// @param check what was found out about the procfs: where it is not the host's, the snapshots
  ///   have no host
  /// @param mounts of named namespaces; null for none
  public static ProcfsScanner of(
      KernelFiles kernel,
      String procfs,
      CgroupNamespace place,
      @Nullable CgroupMounts cgroups,
      NameSettings settings,
      ProcfsCheck check,
      @Nullable NamespaceMounts mounts) {
    ProcessProbe probe = new ProcessProbe(kernel, procfs, place, OwnContainer.find(kernel, procfs));
    NameSources names = NameSources.of(kernel, procfs, settings);
    return new ProcfsScanner(kernel, procfs, check.isHost(), probe, names, cgroups, mounts);
  }

  /// Whether there are mounts of namespaces that there was no time to enter yet.
  public boolean areMountsUntried() {
    return mounts != null && mounts.areUntried();
  }

  @Override
  public Snapshot scan() {
    cycle++;
    changed = false;
    listed = 0;
    arrivals.clear();
    examined.clear();
    moved.clear();
    try {
      kernel.forEachNumber(procfs, this::list);
    } catch (ErrnoException e) {
      // the next scan goes on from what the last one found, which is then still right
      return new Snapshot(null, List.of(), List.of(), Map.of(e.errnoName(), 1));
    }
    arrivals.forEach(this::meet);
    if (processes.size() > listed) {
      changed |= processes.removeIf(process -> process.listed != cycle);
    }
    processes.forEach(this::examineIfDue);
    if (mounts != null) {
      changed |= mounts.look(cycle);
    }
    confirmAll();
    moved.sort(BY_PID); // so that older namespaces mostly come first
    moved.forEach(this::place);
    if (mounts != null) {
      mounts.matched().forEach(this::place);
    }
    host = trusted ? namespaceOf(HOST_INIT) : null;
    examined.forEach(this::describeIfDue);
    if (changed) {
      attribution.count(processes, namespaces.values());
      if (mounts != null) {
        mounts.describe(namespaces.values());
      }
    }
    if (names.lookUp(attribution.named(), host) || changed) {
      attribution.settle(namespaces.values(), host);
      snapshot = newSnapshot();
    }
    forgetPlacements();
    return snapshot;
  }

  /// What the user should know about names that cannot be had, and the way out: one line each. None
  /// where the procfs is not the host's: that is to be said first.
  public List<String> notices() {
    if (!trusted) {
      return List.of();
    }
    List<String> notices = new ArrayList<>(names.notices());
    if (mounts != null) {
      notices.addAll(mounts.notices());
    }
    return notices;
  }

  /// What the last scan listed.
  public ProcessListing listing() {
    return visitor -> {
      for (int i = 0; i < listed; i++) {
        visitor.entry(pids[i], entries[i]);
      }
    };
  }

  private void list(int pid, long entryInode) {
    if (listed == pids.length) {
      pids = Arrays.copyOf(pids, 2 * listed);
      entries = Arrays.copyOf(entries, 2 * listed);
    }
    pids[listed] = pid;
    entries[listed++] = entryInode;
    KnownProcess known = processes.get(pid);
    if (known != null && known.entryInode == entryInode) {
      known.listed = cycle;
      return;
    }
    KnownProcess arrival =
        new KnownProcess(pid, entryInode, procfs + "/" + pid, Math.floorMod(turns++, ROTA));
    arrival.listed = cycle;
    arrivals.add(arrival);
  }

  /// Takes in a process that is new, or seems to be.
  private void meet(KnownProcess arrival) {
    KnownProcess known = processes.get(arrival.pid);
    if (known != null && known.listed != cycle && probe.isSame(known)) {
      known.entryInode = arrival.entryInode;
      known.listed = cycle;
      return;
    }
    arrival.lookAgain = cycle;
    arrival.arrived = cycle;
    processes.put(arrival);
    changed = true;
  }

  private void examineIfDue(KnownProcess process) {
    if (isDue(process) && !isReader(process)) { // readers are when their namespaces are confirmed
      examine(process);
    }
  }

  private boolean isDue(KnownProcess process) {
    return process.lookAgain == cycle || cycle % ROTA == process.turn;
  }

  private void examine(KnownProcess process) {
    examined.add(process);
    if (probe.examine(process)) {
      changed = true;
      process.statWanted = true;
    }
    KnownNamespace namespace = process.namespace;
    if (namespace == null ? process.netInode != 0 : process.netInode != namespace.inode()) {
      process.namespace = null;
      process.lookAgain = cycle + 1;
      process.statWanted = true;
      changed = true;
      if (process.netInode != KnownProcess.NO_NAMESPACE) {
        moved.add(process);
      }
    } else if (process.arrived == cycle) {
      process.lookAgain = cycle + 1;
    }
  }

  private boolean isReader(KnownProcess process) {
    return process.namespace != null && process.namespace.reader() == process;
  }

  private void confirmAll() {
    for (Iterator<KnownNamespace> i = namespaces.values().iterator(); i.hasNext(); ) {
      KnownNamespace namespace = i.next();
      if (!confirm(namespace) && namespace.mounted != cycle) {
        i.remove();
        changed = true;
      }
    }
  }

  /// Finds a process of the last scan that still is in the namespace.
  private boolean confirm(KnownNamespace namespace) {
    List<KnownProcess> members = namespace.processes();
    for (int i = 0; i < members.size(); i++) {
      KnownProcess process = members.get(i);
      if (process.listed == cycle && process.namespace == namespace) {
        if (!isKnownToBeIn(namespace, process)) {
          examine(process);
        }
        if (process.namespace == namespace) {
          namespace.readThrough(i);
          return true;
        }
      }
    }
    return false;
  }

  /// Whether nothing has to be asked of the process but at most for its namespace.
  private boolean isKnownToBeIn(KnownNamespace namespace, KnownProcess process) {
    boolean young = cycle - process.arrived < ROTA;
    return !young
        && !isDue(process)
        && (namespace.mounted == cycle || probe.isInSameNamespace(process));
  }

  private void place(KnownProcess process) {
    process.namespace = namespaces.computeIfAbsent(process.netInode, KnownNamespace::new);
  }

  private void place(KnownMount mount) {
    mount.namespace = namespaces.computeIfAbsent(mount.inode, KnownNamespace::new);
  }

  /// Reads age and name of those on other namespaces than the host's and of those in containers, at
  /// both first looks and whenever something about them has changed.
  private void describeIfDue(KnownProcess process) {
    boolean due = process.statWanted || process.lookAgain == cycle;
    if (!due || process.namespace == null) {
      return;
    }
    boolean inContainer = process.placement != null && process.placement.container() != null;
    if (process.namespace != host || inContainer || process.pid == HOST_INIT) {
      changed |= probe.describe(process);
      if (process.statWanted) {
        process.lookAgain = cycle + 1;
      }
    }
  }

  private @Nullable KnownNamespace namespaceOf(int pid) {
    KnownProcess process = processes.get(pid);
    return process == null ? null : process.namespace;
  }

  private Snapshot newSnapshot() {
    List<KnownNamespace> others = new ArrayList<>(namespaces.values());
    others.remove(host);
    List<UnmatchedMount> unmatched = mounts == null ? List.of() : mounts.unmatched();
    return new Snapshot(
        host,
        List.copyOf(others),
        attribution.all(),
        unreadable(),
        unmatched,
        attribution.processes(),
        living);
  }

  private void forEachLiving(LivingProcesses.Visitor visitor) {
    processes.forEach(
        process -> {
          if (process.namespace != null) {
            KnownContainer container = process.container;
            visitor.process(process, container == null ? null : container.id());
          }
        });
  }

  private Map<String, Integer> unreadable() {
    Map<String, Integer> counts = new TreeMap<>();
    processes.forEach(
        process -> {
          if (process.error != null) {
            counts.merge(process.error, 1, Integer::sum);
          }
        });
    return Collections.unmodifiableMap(counts);
  }

  /// How many texts of cgroups are kept in mind.
  int placements() {
    return probe.placements();
  }

  private void forgetPlacements() {
    if (cycle % ROTA == 0) {
      Set<CgroupPlacement> used = new HashSet<>();
      processes.forEach(
          process -> {
            if (process.placement != null) {
              used.add(process.placement);
            }
          });
      probe.keepOnly(used);
    }
  }
}
