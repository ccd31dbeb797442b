// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
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
    int number = -1;
    int last = -1;
    while (true) {
      if (cursor.nextLineStartsWith(PROCESSOR)) {
        long read = cursor.unsigned("processor");
        if (read <= last || read > 65_535) {
          throw cursor.malformed("processor: out of order");
        }
        number = (int) read;
      } else if (cursor.nextLineStartsWith(MHZ)) {
        double mhz = cursor.decimal("cpu MHz");
        if (number <= last || mhz < 0 || mhz > MOST_MHZ) {
          throw cursor.malformed("cpu MHz: of no CPU, or of none that is");
        }
        cpus.add(new Cpu(number, mhz * 1e6));
        last = number;
      } else if (!cursor.nextLine()) {
        return new Cpuinfo(cpus);
      }
    }
  }
}
