// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.NamespaceThread.Inside;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reaches namespaces from inside where that is allowed, else through their processes.
///
/// Our own namespace needs no permission, a mount `CAP_SYS_ADMIN`, a process's namespace
/// `CAP_SYS_PTRACE` as well. A whole cycle runs on the thread that enters, so that it is handed
/// over once and not for each namespace.
public final class EnteringAccess implements NamespaceAccess {
  /// What could not be entered is tried again after so many cycles: rights seldom change.
  private static final int RETRY_CYCLES = 30;

  private final Consumer<Consumer<Inside>> thread;
  private final ProcessAccess processes;
  private final BooleanSupplier mountsUntried;
  private final Set<NetworkNamespace> refused = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Inside inside;
  private long homeInode;
  private int cycle;

  /// @param thread runs something inside, as [dev.procpush.linux.NamespaceThread#run] does
  /// @param processes the way where there is no entering
  public EnteringAccess(Consumer<Consumer<Inside>> thread, ProcessAccess processes) {
    this(thread, processes, () -> false);
  }

  /// The same where mounts are found as time permits.
  ///
  /// @param mountsUntried whether there are mounts of which it is not known yet where they lead
  public EnteringAccess(
      Consumer<Consumer<Inside>> thread, ProcessAccess processes, BooleanSupplier mountsUntried) {
    this.thread = thread;
    this.processes = processes;
    this.mountsUntried = mountsUntried;
  }

  @Override
  public void cycle(Runnable visits) {
    if (cycle++ % RETRY_CYCLES == 0) {
      refused.clear();
    }
    thread.accept(
        entered -> {
          inside = entered;
          homeInode = inodeOf(entered);
          try {
            processes.cycle(visits);
          } finally {
            inside = null;
          }
        });
  }

  @Override
  public void visit(NetworkNamespace namespace, Visit visit) {
    Inside here = inside;
    if (here == null) {
      throw new IllegalStateException("a visit outside of a cycle");
    }
    int errno = enter(here, namespace);
    if (errno == 0) {
      visit.with(here);
    } else {
      here.goHome();
      visit.with(processes.files(namespace).notInside(errno));
    }
  }

  /// Enters by a mount, else through one process after the other.
  ///
  /// @return 0 when we are inside, `EPERM` when we may not, `ESRCH` when there is no way in now,
  ///   else why the last way failed
  private int enter(Inside here, NetworkNamespace namespace) {
    if (namespace.inode() == homeInode) {
      here.goHome();
      return 0;
    }
    if (refused.contains(namespace)) {
      return ErrnoException.EPERM;
    }
    boolean denied = false;
    for (NamespaceMount mount : namespace.mounts()) {
      try {
        here.enter(mount);
        return 0;
      } catch (ErrnoException e) {
        denied |= e.isDenied(); // else it was unmounted: there may be another way
      }
    }
    int errno = enterThroughProcess(here, namespace);
    if (errno == ErrnoException.EPERM && mountsUntried.getAsBoolean()) {
      return ErrnoException.ESRCH; // one of these may be the way in, and no right be missing
    }
    if (errno == ErrnoException.EPERM || (errno != 0 && denied)) {
      refused.add(namespace);
      return ErrnoException.EPERM;
    }
    return errno;
  }

  private int enterThroughProcess(Inside here, NetworkNamespace namespace) {
    ProcessFiles files = processes.files(namespace);
    try {
      String directory = files.directory();
      while (true) {
        try {
          here.enterProcess(directory, namespace.inode());
          return 0;
        } catch (ErrnoException e) {
          directory = files.nextDirectory(e);
        }
      }
    } catch (ErrnoException e) {
      return e.isDenied() ? ErrnoException.EPERM : e.errno();
    }
  }

  private static long inodeOf(Inside home) {
    try {
      return home.inode();
    } catch (ErrnoException e) {
      return 0; // no namespace has it
    }
  }
}
