// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.discovery.MountTable;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.FileSystems.Place;
import dev.procpush.linux.StatFs;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import org.jspecify.annotations.Nullable;

/// A file system of a container, which is asked in each cycle: where the host has it mounted as
/// well, there, because that needs no right; else through the container's process.
final class ContainerMount {
  final Mount mount;
  final FilesystemMetrics.Series series;
  private final FileSystems fileSystems;
  private final Place inside;
  private @Nullable Place onHost;
  private @Nullable Pending<StatFs> pending;
  private @Nullable StatFs told;
  private boolean isLost;

  /// @param inside where the container has it
  /// @param onHost where the host has it, if it does
  ContainerMount(
      Mount mount,
      FilesystemMetrics.Series series,
      FileSystems fileSystems,
      Place inside,
      @Nullable Place onHost) {
    this.mount = mount;
    this.series = series;
    this.fileSystems = fileSystems;
    this.inside = inside;
    this.onHost = onHost;
  }

  /// Begins to ask it.
  void ask() {
    pending = fileSystems.begin(onHost == null ? inside : onHost);
  }

  /// Waits for its answer.
  ///
  /// @return whether it is no longer what it was when it was asked last
  boolean await(long deadlineNanos) throws ErrnoException {
    told = null;
    boolean wasLost = isLost;
    isLost = true;
    Pending<StatFs> asked = pending;
    pending = null;
    if (asked == null) {
      return false;
    }
    StatFs answer = onHost == null ? inside(asked, deadlineNanos) : onHost(asked, deadlineNanos);
    if (answer != null && MountTable.isAt(mount, answer)) {
      told = answer;
      isLost = false;
    }
    return isLost && !wasLost;
  }

  /// What it has told in this cycle.
  @Nullable StatFs told() {
    return told;
  }

  /// The host's place may be hidden from this process, or not be open to it.
  private @Nullable StatFs onHost(Pending<StatFs> asked, long deadlineNanos) throws ErrnoException {
    try {
      StatFs answer = asked.await(deadlineNanos);
      if (MountTable.isAt(mount, answer)) {
        return answer;
      }
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ETIMEDOUT) {
        throw e;
      }
    }
    onHost = null;
    return inside(fileSystems.begin(inside), deadlineNanos);
  }

  private @Nullable StatFs inside(Pending<StatFs> asked, long deadlineNanos) throws ErrnoException {
    try {
      return asked.await(deadlineNanos);
    } catch (ErrnoException e) {
      if (e.isGone()) {
        return null;
      }
      if (e.isDenied()) {
        throw new ErrnoException(
            e.errno(),
            "file systems that are mounted within containers alone need CAP_SYS_PTRACE, and"
                + " CAP_DAC_READ_SEARCH where the agent is another user: look at",
            inside.toString());
      }
      throw e;
    }
  }
}
