// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/// The C library's functions about the kernel's clocks.
final class ClockFunctions {
  /// `_SC_CLK_TCK` of `<unistd.h>`.
  static final int SC_CLK_TCK = 2;

  /// `long sysconf(int name)`.
  static final MethodHandle SYSCONF =
      LibcFunctions.link("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

  /// `int adjtimex(struct timex *buffer)`.
  static final MethodHandle ADJTIMEX =
      LibcFunctions.link(
          "adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS), LibcFunctions.CAPTURE_ERRNO);

  private ClockFunctions() {}
}
