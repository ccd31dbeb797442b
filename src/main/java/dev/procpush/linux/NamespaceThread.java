// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one thread that enters network namespaces. A thread passes its namespace on to each thread
/// it starts, and keeps it alive while it stays there. So this one does nothing else: while it is
/// away it must start no thread, resolve no name and log nothing, since a log handler may do
/// either.
///
/// A thread that cannot go home ends, and the next run has another one.
public final class NamespaceThread implements AutoCloseable {
  private final String rootfs;
  private final String home;
  private volatile @Nullable NamespaceWorker worker;
  private boolean closed;
  private int lost;

  NamespaceThread(String rootfs, String home) {
    this.rootfs = rootfs;
    this.home = home;
    worker = NamespaceWorker.start(rootfs, home);
  }

  /// Starts the thread in the caller's namespace, which becomes its home.
  ///
  /// @param rootfs the host's root file system, which paths of mounts are relative to
  public static NamespaceThread start(String rootfs) {
    return new NamespaceThread(rootfs, NamespaceVisit.HOME);
  }

  /// Runs `work` on the thread and waits for its end, also while the caller is interrupted: the
  /// interrupt is kept for later. Afterwards the thread is at home, whatever happened. What `work`
  /// throws is thrown here.
  ///
  /// Only one run goes on at a time; others wait.
  public void run(Consumer<Inside> work) {
    refuseWithinRun();
    runInTurn(work);
  }

  private synchronized void runInTurn(Consumer<Inside> work) {
    if (closed) {
      throw new IllegalStateException("the thread was closed");
    }
    NamespaceWorker current = worker;
    if (current == null) {
      current = NamespaceWorker.start(rootfs, home);
      worker = current;
    }
    try {
      current.run(work);
    } finally {
      if (current.isEnding()) {
        current.end();
        worker = null;
        lost++;
      }
    }
  }

  /// How many threads could not go home, and ended.
  public synchronized int lost() {
    return lost;
  }

  /// Ends the thread, after the work that is being done.
  @Override
  public void close() {
    refuseWithinRun();
    synchronized (this) {
      closed = true;
      NamespaceWorker last = worker;
      if (last != null) {
        last.end();
        worker = null;
      }
    }
  }

  /// The thread would wait for itself.
  private void refuseWithinRun() {
    NamespaceWorker busy = worker;
    if (busy != null && busy.isCurrentThread()) {
      throw new IllegalStateException("called within a run");
    }
  }

  /// The kernel's files as the namespace shows them that the thread is in; of no use after the run
  /// and on any other thread.
  public interface Inside extends NamespaceFiles {

    /// Enters a namespace, from home or from another one. It takes `CAP_SYS_ADMIN`. If it fails,
    /// the thread is at home.
    ///
    /// @throws ErrnoException also `ESTALE` when something else is there now
    void enter(NamespaceMount mount) throws ErrnoException;

    /// Enters the namespace of a process. It takes `CAP_SYS_PTRACE` as well. If it fails, the
    /// thread is at home.
    ///
    /// @param directory its folder in procfs
    /// @param inode of the namespace's `net/dev`
    /// @throws ErrnoException also `ESTALE` when the process is in another namespace now
    void enterProcess(String directory, long inode) throws ErrnoException;

    /// Leaves the namespace. Should that fail, everything but the end of the run fails from now on.
    void goHome();

    /// The inode number of `net/dev`, which tells the namespace that the thread is in.
    long inode() throws ErrnoException;

    /// The number that this namespace has for home, as in the kernel's `IFLA_LINK_NETNSID`: the
    /// other end of a veth pair is there.
    ///
    /// @return -1 if it has none
    int homeId() throws ErrnoException;
  }
}
