// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

/// A process as its network namespace is described by it.
///
/// @param comm the name of its leading thread: whatever the process itself has chosen
public record NamespaceProcess(long pid, String comm) {
  /// What the kernel keeps at most; of a user's process it is 15 bytes.
  private static final int LONGEST = 63;

  public NamespaceProcess {
    comm = comm.length() > LONGEST ? comm.substring(0, LONGEST) : comm;
  }
}
