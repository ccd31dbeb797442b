// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `/proc/net/softnet_stat`: how each CPU gets on with the packets it takes in, the same in every
/// namespace (`net/core/net-procfs.c`, `softnet_seq_show`).
///
/// ```text
/// 00009570 00000000 00000003 00000000 … 00000000 00000000 00000000 00000001 00000000 00000000
/// ```
///
/// The columns are hexadecimal, have no names, and have become more: 10 before Linux 3.11, then 11
/// (flow limit), 13 since 5.10 (backlog and CPU), 15 since 6.4 (both parts of the backlog).
///
/// @param cpus those that are online and whose line can be read, in the kernel's order
/// @param lines how many there are, those included that cannot be read
public record SoftnetStat(List<Cpu> cpus, int lines) {
  private static final int NEEDED = 10;
  private static final String[] NAMES = {
    "processed",
    "dropped",
    "time_squeeze",
    "4",
    "5",
    "6",
    "7",
    "8",
    "cpu_collision",
    "received_rps",
    "flow_limit_count",
    "softnet_backlog_len",
    "cpu"
  };
  private static final int FLOW_LIMITED = 10;
  private static final int BACKLOG = 11;
  private static final int INDEX = 12;
  private static final int KNOWN = 13;

  public SoftnetStat {
    cpus = List.copyOf(cpus);
  }

  /// One line. The counters have 32 bits. Each number is [KernelNumber#NONE] where the file has
  /// none.
  ///
  /// @param line from 0, those included that cannot be read
  /// @param number the CPU's; none before Linux 5.10, where the lines are those of the CPUs that
  ///   are online, in their order
  /// @param processed packets taken from the queues
  /// @param dropped packets for which the backlog had no room
  /// @param timeSqueezed how often the work was broken off with some left
  /// @param cpuCollisions how often a device was found locked while transmitting; newer kernels
  ///   count it no more and say 0
  /// @param receivedRps how often another CPU has asked this one to work on packets
  /// @param flowLimited packets dropped because their flow took too much of the backlog; none
  ///   before Linux 3.11
  /// @param backlog packets that now wait; none before Linux 5.10
  public record Cpu(
      int line,
      long number,
      long processed,
      long dropped,
      long timeSqueezed,
      long cpuCollisions,
      long receivedRps,
      long flowLimited,
      long backlog) {}

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when there is no line
  public static SoftnetStat parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Cpu> cpus = new ArrayList<>();
    long[] values = new long[KNOWN];
    int columns = 0;
    int lines = 0;
    while (cursor.nextLine()) {
      try {
        int read = read(cursor, values);
        if (read < NEEDED || (!cpus.isEmpty() && read != columns)) {
          throw cursor.malformed(read + " columns");
        }
        columns = read;
        cpus.add(cpu(values, lines));
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
      lines++;
    }
    if (lines == 0) {
      throw cursor.malformed("empty");
    }
    return new SoftnetStat(cpus, lines);
  }

  private static int read(ByteCursor cursor, long[] values) throws MalformedKernelDataException {
    Arrays.fill(values, KernelNumber.NONE);
    int columns = 0;
    while (cursor.hasField()) {
      if (columns < KNOWN) {
        values[columns] = cursor.hexadecimal(kind(columns), NAMES[columns]);
      } else {
        cursor.skip("column");
      }
      columns++;
    }
    return columns;
  }

  private static KernelNumber kind(int column) {
    return column < BACKLOG ? KernelNumber.COUNTER32 : KernelNumber.COUNT;
  }

  private static Cpu cpu(long[] values, int line) {
    return new Cpu(
        line,
        values[INDEX],
        values[0],
        values[1],
        values[2],
        values[8],
        values[9],
        values[FLOW_LIMITED],
        values[BACKLOG]);
  }
}
