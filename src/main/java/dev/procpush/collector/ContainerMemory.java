// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.parse.KernelNumber;

/// What `memory.stat` tells those who are visited after it in the same visit.
public final class ContainerMemory {
  private long inactiveFile = KernelNumber.NONE;
  private long swap = KernelNumber.NONE;
  private boolean unlimited;
  private boolean swapUnlimited;

  void beginVisit() {
    inactiveFile = KernelNumber.NONE;
    swap = KernelNumber.NONE;
    unlimited = false;
    swapUnlimited = false;
  }

  /// Notes the page cache that nobody has used for a while.
  public void inactiveFile(long bytes) {
    inactiveFile = bytes;
  }

  /// The page cache that nobody has used for a while, or [KernelNumber#NONE].
  public long inactiveFile() {
    return inactiveFile;
  }

  /// Notes what is swapped out.
  public void swap(long bytes) {
    swap = bytes;
  }

  /// The memory that is swapped out, or [KernelNumber#NONE].
  public long swap() {
    return swap;
  }

  /// Notes where there is no limit, neither its own nor of a cgroup around it.
  ///
  /// @param ofMemory for memory
  /// @param withSwap for memory and swap together
  public void unlimited(boolean ofMemory, boolean withSwap) {
    unlimited = ofMemory;
    swapUnlimited = withSwap;
  }

  /// Whether it is known that memory is not limited.
  public boolean isUnlimited() {
    return unlimited;
  }

  /// Whether it is known that memory and swap together are not limited.
  public boolean isSwapUnlimited() {
    return swapUnlimited;
  }
}
