// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `/proc/cpuinfo`: of the many lines that differ from processor to processor those about the
/// frequency, which only x86 has (`arch/x86/kernel/cpu/proc.c`).
///
/// ```text
/// processor       : 0
/// cpu MHz         : 2596.138
/// ```
///
/// @param cpus those with a frequency
public record Cpuinfo(List<Cpu> cpus) {
  private static final byte[] PROCESSOR = bytes("processor\t: ");
  private static final byte[] MHZ = bytes("cpu MHz\t\t: ");
  private static final double MOST_MHZ = 1e6;
  private static final int MOST_NUMBER = 65_535;
  private static final int NONE = -1;

  public Cpuinfo {
    cpus = List.copyOf(cpus);
  }

  /// A CPU.
  ///
  /// @param number its own
  /// @param hertz how fast it runs
  public record Cpu(int number, double hertz) {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Parses the whole file.
  public static Cpuinfo parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Cpu> cpus = new ArrayList<>();
    int last = NONE;
    int number = NONE;
    while (true) {
      if (cursor.nextLineStartsWith(PROCESSOR)) {
        number = number(cursor, last);
      } else if (cursor.nextLineStartsWith(MHZ)) {
        if (number > last && frequency(cursor, number, cpus)) {
          last = number;
        }
      } else if (!cursor.nextLine()) {
        return new Cpuinfo(cpus);
      }
    }
  }

  /// @return [#NONE] where it cannot be one
  private static int number(ByteCursor cursor, int last) {
    try {
      long number = cursor.unsigned("processor");
      if (number > last && number <= MOST_NUMBER) {
        return (int) number;
      }
      cursor.lose("processor: out of order", Loss.SECTION);
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.SECTION);
    }
    return NONE;
  }

  private static boolean frequency(ByteCursor cursor, int number, List<Cpu> cpus) {
    try {
      double mhz = cursor.decimal("cpu MHz");
      if (mhz <= MOST_MHZ) {
        return cpus.add(new Cpu(number, mhz * 1e6));
      }
      if (mhz > MOST_MHZ) {
        cursor.lose("cpu MHz: more than any CPU has", Loss.VALUE);
      }
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
    }
    return false;
  }
}
