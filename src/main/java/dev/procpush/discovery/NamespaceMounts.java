// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.Patience;
import dev.procpush.linux.RootFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The files that network namespaces are mounted on, as `ip netns add` and container runtimes make
/// them: what names namespaces, and the only trace of those without a process.
///
/// A mount is the same over time while path, inode and change time of the namespace's file are: the
/// kernel gives a later namespace another time. It is entered once, to learn which namespace it
/// leads to. Of those found in one scan the older is the one whose folder is named first, then the
/// one first in the alphabet: neither the file nor the mount tells its age.
public final class NamespaceMounts {
  private static final int MOST = 10_000;

  /// How many cycles a mount that could not be entered is left alone.
  private static final int PAUSE = 12;

  private static final Comparator<KnownMount> FIRST_FOLDER_FIRST =
      Comparator.comparingInt((KnownMount mount) -> mount.folder)
          .thenComparing(mount -> mount.mount.path());

  private final RootFiles root;
  private final List<String> folders;
  private final NamespaceEntry entry;
  private final Patience patience;
  private final LongSupplier nanoClock;

  /// The older first.
  private final Map<NamespaceMount, KnownMount> known = new LinkedHashMap<>();

  /// What each folder held at the last look.
  private final List<List<NamespaceMount>> listed = new ArrayList<>();

  private final Map<Integer, ErrnoException> unlisted = new TreeMap<>();
  private final List<KnownMount> arrivals = new ArrayList<>();
  private final List<KnownMount> matched = new ArrayList<>();
  private @Nullable ErrnoException denied;
  private boolean everEntered;
  private boolean full;

  /// @param patience how long entering may take; some 20,000 mounts are entered in a second
  NamespaceMounts(
      RootFiles root,
      List<String> folders,
      NamespaceEntry entry,
      Patience patience,
      LongSupplier nanoClock) {
    this.root = root;
    this.folders = List.copyOf(folders);
    this.folders.forEach(_ -> listed.add(List.of()));
    this.entry = entry;
    this.patience = patience;
    this.nanoClock = nanoClock;
  }

  /// The mounts in `folders`, as the host sees these.
  ///
  /// @param patience how long entering may take in a scan
  public static NamespaceMounts in(
      RootFiles root, List<String> folders, NamespaceEntry entry, Patience patience) {
    return new NamespaceMounts(root, folders, entry, patience, System::nanoTime);
  }

  /// Lists the mounts, enters those that are new, and marks the namespaces of the others as living.
  ///
  /// @return whether anything was different from the last look
  boolean look(long cycle) {
    boolean changed = list(cycle);
    changed |= enter(cycle);
    for (KnownMount mount : known.values()) {
      if (mount.namespace != null) {
        mount.namespace.mounted = cycle;
      }
    }
    return changed;
  }

  /// The mounts that were entered for the first time in this look, whose namespace is to be found
  /// by its inode.
  List<KnownMount> matched() {
    return matched;
  }

  /// Tells all namespaces their mounts.
  void describe(Collection<KnownNamespace> namespaces) {
    Map<KnownNamespace, List<KnownMount>> byNamespace = new HashMap<>();
    for (KnownMount mount : known.values()) {
      if (mount.namespace != null) {
        byNamespace.computeIfAbsent(mount.namespace, _ -> new ArrayList<>()).add(mount);
      }
    }
    for (KnownNamespace namespace : namespaces) {
      namespace.describe(byNamespace.getOrDefault(namespace, List.of()));
    }
  }

  /// Whether there are any that nobody has tried to enter yet.
  boolean areUntried() {
    for (KnownMount mount : known.values()) {
      if (mount.inode == KnownMount.UNKNOWN && !mount.isOtherKind() && mount.error == null) {
        return true;
      }
    }
    return false;
  }

  /// Those of which nobody knows where they lead.
  List<UnmatchedMount> unmatched() {
    List<UnmatchedMount> unmatched = new ArrayList<>();
    for (KnownMount mount : known.values()) {
      if (mount.inode == KnownMount.UNKNOWN && !mount.isOtherKind()) {
        ErrnoException error = mount.error;
        unmatched.add(new UnmatchedMount(mount.mount, error == null ? null : error.errnoName()));
      }
    }
    return List.copyOf(unmatched);
  }

  /// What the user should know about them, and the way out: one line each.
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (denied != null) {
      notices.add(
          "named network namespaces cannot be entered ("
              + denied.errnoName()
              + "): those without processes have no metrics, the others no name;"
              + " CAP_SYS_ADMIN is needed (compose.full.yml)");
    } else if (known.isEmpty() && !unlisted.isEmpty()) {
      notices.add(
          "named network namespaces cannot be listed ("
              + unlisted.values().iterator().next().getMessage()
              + "): run as uid 0 with CAP_SYS_ADMIN (compose.full.yml)");
    }
    if (full) {
      notices.add("more than " + MOST + " named network namespaces: the others are left out");
    }
    return notices;
  }

  private boolean list(long cycle) {
    arrivals.clear();
    unlisted.clear();
    int room = MOST;
    for (int folder = 0; folder < folders.size(); folder++) {
      try {
        List<NamespaceMount> mounts =
            root.namespaceMounts(folders.get(folder), room, listed.get(folder));
        listed.set(folder, mounts);
        for (NamespaceMount mount : mounts) {
          meet(mount, folder, cycle);
          room--;
        }
      } catch (ErrnoException e) {
        if (!e.isGone() && e.errno() != ErrnoException.ENOTDIR) {
          unlisted.put(folder, e);
        }
      }
    }
    full = room == 0;
    boolean changed = known.values().removeIf(mount -> isGone(mount, cycle));
    takeIn();
    return changed || !arrivals.isEmpty();
  }

  private void meet(NamespaceMount mount, int folder, long cycle) {
    KnownMount same = known.get(mount);
    if (same == null) {
      arrivals.add(new KnownMount(mount, folder, cycle));
    } else {
      same.listed = cycle;
    }
  }

  /// One in a folder that could not be listed is taken to be there: the next listing will tell it
  /// from any later one.
  private boolean isGone(KnownMount mount, long cycle) {
    return mount.listed != cycle && !unlisted.containsKey(mount.folder);
  }

  private void takeIn() {
    if (arrivals.isEmpty()) {
      return;
    }
    Map<String, Long> namespaceByLabel = new HashMap<>();
    known.values().forEach(each -> namespaceByLabel.put(each.label, each.mount.nsfsInode()));
    arrivals.sort(FIRST_FOLDER_FIRST);
    for (KnownMount arrival : arrivals) {
      long namespace = arrival.mount.nsfsInode();
      Long other = namespaceByLabel.putIfAbsent(arrival.label, namespace);
      if (other != null && other != namespace) {
        arrival.label = arrival.mount.path();
      }
      known.put(arrival.mount, arrival);
    }
  }

  private boolean enter(long cycle) {
    matched.clear();
    List<KnownMount> due = new ArrayList<>();
    boolean unmatched = false;
    for (KnownMount mount : known.values()) {
      if (mount.inode == KnownMount.UNKNOWN && !mount.isOtherKind()) {
        unmatched = true;
        if (mount.nextTry <= cycle) {
          due.add(mount);
        }
      }
    }
    if (!unmatched) {
      denied = null;
    }
    if (due.isEmpty()) {
      return false;
    }
    long deadline = nanoClock.getAsLong() + patience.leftNanos();
    boolean[] changed = new boolean[1];
    entry.run(doorway -> changed[0] = enter(due, doorway, cycle, deadline));
    return changed[0];
  }

  private boolean enter(
      List<KnownMount> due, NamespaceEntry.Doorway doorway, long cycle, long deadline) {
    boolean changed = false;
    for (KnownMount mount : due) {
      ErrnoException error = tryToEnter(mount, doorway, cycle);
      if (error != null && error.errno() == ErrnoException.EPERM && !everEntered) {
        // The capability is missing: what is true of one is true of all, and one a scan is tried.
        denied = error;
        for (KnownMount other : due) {
          changed |= other.error == null || other.error.errno() != error.errno();
          other.error = error;
        }
        return changed;
      }
      changed = true;
      if (nanoClock.getAsLong() - deadline > 0) {
        break;
      }
    }
    return changed;
  }

  private @Nullable ErrnoException tryToEnter(
      KnownMount mount, NamespaceEntry.Doorway doorway, long cycle) {
    try {
      mount.inode = doorway.inode(mount.mount);
      mount.error = null;
      matched.add(mount);
      everEntered = true;
      denied = null;
      return null;
    } catch (ErrnoException e) {
      boolean isAnother = e.isGone() || e.errno() == ErrnoException.ESTALE;
      mount.error = isAnother ? null : e;
      mount.nextTry = cycle + (isAnother ? 1 : PAUSE);
      return e;
    }
  }
}
