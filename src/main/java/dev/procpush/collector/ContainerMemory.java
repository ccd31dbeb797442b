// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// What the files of a container's memory tell each other in one visit.
public final class ContainerMemory {
  public static final long UNKNOWN = -1;

  private long inactiveFile = UNKNOWN;
  private long usage = UNKNOWN;

  void beginVisit() {
    inactiveFile = UNKNOWN;
    usage = UNKNOWN;
  }

  /// Notes what `memory.stat` has.
  public void inactiveFile(long bytes) {
    inactiveFile = bytes;
  }

  /// The page cache that nobody has used for a while, or [#UNKNOWN].
  public long inactiveFile() {
    return inactiveFile;
  }

  /// Notes what is charged.
  public void usage(long bytes) {
    usage = bytes;
  }

  /// All memory that is charged, or [#UNKNOWN].
  public long usage() {
    return usage;
  }
}
