// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Arrays;

/// The numbers of one line of `/proc/net/rpc`, by their place.
public final class RpcCounts {
  /// More than any version of any protocol has procedures.
  private static final int MOST = 1024;

  /// Those of a line that is missing.
  static final RpcCounts NONE = new RpcCounts(new long[0]);

  private final long[] values;

  private RpcCounts(long[] values) {
    this.values = values;
  }

  /// Reads the rest of a line of numbers, of which `least` are needed.
  ///
  /// @throws MalformedKernelDataException when the line has fewer, or more than any kernel writes
  static RpcCounts of(ByteCursor cursor, KernelNumber kind, int least, String field)
      throws MalformedKernelDataException {
    long[] values = new long[least];
    int size = 0;
    while (cursor.hasField()) {
      if (size == MOST) {
        throw cursor.malformed(field + ": too many numbers");
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size + 8);
      }
      values[size++] = cursor.number(kind, field);
    }
    if (size < least) {
      throw cursor.malformed(field + ": only " + size + " numbers");
    }
    return new RpcCounts(Arrays.copyOf(values, size));
  }

  /// Reads the next number of a line alone, whatever follows.
  static RpcCounts first(ByteCursor cursor, KernelNumber kind, String field)
      throws MalformedKernelDataException {
    return new RpcCounts(new long[] {cursor.number(kind, field)});
  }

  /// Reads a line that begins with the number of those that follow.
  ///
  /// @throws MalformedKernelDataException when another number of them follows
  static RpcCounts counted(ByteCursor cursor, KernelNumber kind, String field)
      throws MalformedKernelDataException {
    long size = cursor.unsigned(field);
    if (size < 0 || size > MOST) {
      throw cursor.malformed(field + ": too many numbers");
    }
    RpcCounts counts = of(cursor, kind, (int) size, field);
    if (counts.size() != size) {
      throw cursor.malformed(field + ": more numbers than the first says");
    }
    return counts;
  }

  /// How many there are.
  public int size() {
    return values.length;
  }

  /// The number at this place; [KernelNumber#NONE] where there is none.
  public long get(int index) {
    return index < values.length ? values[index] : KernelNumber.NONE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RpcCounts counts && Arrays.equals(values, counts.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
