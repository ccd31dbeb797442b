// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.procpush.linux.KernelClock.ClockReading;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// `struct timex` of `<sys/timex.h>`, the same on all 64-bit processors.
final class Timex {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("modes"),
          MemoryLayout.paddingLayout(4),
          JAVA_LONG.withName("offset"),
          JAVA_LONG.withName("freq"),
          JAVA_LONG.withName("maxerror"),
          JAVA_LONG.withName("esterror"),
          JAVA_INT.withName("status"),
          MemoryLayout.paddingLayout(4),
          MemoryLayout.paddingLayout(112),
          JAVA_INT.withName("tai"),
          MemoryLayout.paddingLayout(44));

  /// `STA_UNSYNC`: nobody keeps the clock right.
  static final int STA_UNSYNC = 0x40;

  /// `STA_NANO`: the offset is in ns, else in µs.
  static final int STA_NANO = 0x2000;

  private static final VarHandle MODES = member("modes");
  private static final VarHandle OFFSET = member("offset");
  private static final VarHandle FREQ = member("freq");
  private static final VarHandle MAXERROR = member("maxerror");
  private static final VarHandle ESTERROR = member("esterror");
  private static final VarHandle STATUS = member("status");
  private static final VarHandle TAI = member("tai");

  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;

  /// The frequency is in millionths, with 16 bits behind the point.
  private static final double FREQUENCY = 65_536 * 1e6;

  private Timex() {}

  private static VarHandle member(String name) {
    return LAYOUT.varHandle(PathElement.groupElement(name));
  }

  /// Calls `adjtimex` without changing anything.
  static ClockReading read(MemorySegment callState, MemorySegment timex) throws ErrnoException {
    MODES.set(timex, 0L, 0);
    int returned;
    try {
      returned = (int) ClockFunctions.ADJTIMEX.invokeExact(callState, timex);
    } catch (Throwable failure) {
      throw Libc.unexpected(failure);
    }
    if (returned < 0) {
      throw new ErrnoException((int) LibcFunctions.ERRNO.get(callState, 0L), "adjtimex", "clock");
    }
    return reading(timex);
  }

  static ClockReading reading(MemorySegment timex) {
    int status = (int) STATUS.get(timex, 0L);
    return new ClockReading(
        (status & STA_UNSYNC) == 0,
        (long) OFFSET.get(timex, 0L) / ((status & STA_NANO) == 0 ? MICROS : NANOS),
        (long) ESTERROR.get(timex, 0L) / MICROS,
        (long) MAXERROR.get(timex, 0L) / MICROS,
        1 + (long) FREQ.get(timex, 0L) / FREQUENCY,
        (int) TAI.get(timex, 0L));
  }
}
