// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The kernel's clock as those who keep it right know it. It is the same in every container.
@FunctionalInterface
public interface KernelClock {

  /// Asks for its state; needs no capability.
  ///
  /// @throws ErrnoException `ENOENT` where the host that is observed is not the running kernel's
  ClockReading read() throws ErrnoException;

  /// The running kernel's.
  static KernelClock ofKernel() {
    Arena arena = Arena.ofAuto();
    MemorySegment callState = arena.allocate(LibcFunctions.CALL_STATE);
    MemorySegment timex = arena.allocate(Timex.LAYOUT);
    return () -> Timex.read(callState, timex);
  }

  /// That of a host of which only copies of files are at hand.
  static KernelClock unknown() {
    return () -> {
      throw new ErrnoException(ErrnoException.ENOENT, "adjtimex", "clock");
    };
  }

  /// What `adjtimex(2)` says.
  ///
  /// @param synchronised whether somebody keeps it right
  /// @param offset s that it is still to be moved
  /// @param estimatedError s
  /// @param maxError s
  /// @param frequencyAdjustment how fast it is made to run, as a share of its own speed
  /// @param taiOffset s between TAI and UTC
  record ClockReading(
      boolean synchronised,
      double offset,
      double estimatedError,
      double maxError,
      double frequencyAdjustment,
      int taiOffset) {}
}
