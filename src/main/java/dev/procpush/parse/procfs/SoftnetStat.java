// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
/// @param cpus those that are online, in the kernel's order
public record SoftnetStat(List<Cpu> cpus) {
  private static final int NEEDED = 10;
  private static final int FLOW_LIMITED = 10;
  private static final int BACKLOG = 11;
  private static final int INDEX = 12;
  private static final int KNOWN = 13;

  public SoftnetStat {
    cpus = List.copyOf(cpus);
  }

  /// One line. The counters have 32 bits.
  ///
  /// @param number the CPU's; before Linux 5.10 the line's, which is the same while all are online
  /// @param processed packets taken from the queues
  /// @param dropped packets for which the backlog had no room
  /// @param timeSqueezed how often the work was broken off with some left
  /// @param cpuCollisions how often a device was found locked while transmitting; newer kernels
  ///   count it no more and say 0
  /// @param receivedRps how often another CPU has asked this one to work on packets
  /// @param flowLimited packets dropped because their flow took too much of the backlog; null
  ///   before Linux 3.11
  /// @param backlog packets that now wait; null before Linux 5.10
  public record Cpu(
      long number,
      long processed,
      long dropped,
      long timeSqueezed,
      long cpuCollisions,
      long receivedRps,
      @Nullable Long flowLimited,
      @Nullable Long backlog) {}

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when a line has too few columns, or not as many as the
  ///   one before it, or none is there
  public static SoftnetStat parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Cpu> cpus = new ArrayList<>();
    long[] values = new long[KNOWN];
    int columns = 0;
    while (cursor.nextLine()) {
      int read = read(cursor, values);
      if (read < NEEDED || (!cpus.isEmpty() && read != columns)) {
        throw cursor.malformed(read + " columns");
      }
      columns = read;
      cpus.add(cpu(values, columns, cpus.size()));
    }
    if (cpus.isEmpty()) {
      throw cursor.malformed("empty");
    }
    return new SoftnetStat(cpus);
  }

  private static int read(ByteCursor cursor, long[] values) throws MalformedKernelDataException {
    int columns = 0;
    while (cursor.hasField()) {
      long value = cursor.hexadecimal("column");
      if (columns < values.length) {
        values[columns] = value;
      }
      columns++;
    }
    return columns;
  }

  private static Cpu cpu(long[] values, int columns, int line) {
    return new Cpu(
        columns > INDEX ? values[INDEX] : line,
        values[0],
        values[1],
        values[2],
        values[8],
        values[9],
        columns > FLOW_LIMITED ? values[FLOW_LIMITED] : null,
        columns > BACKLOG ? values[BACKLOG] : null);
  }
}
