// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A file of lines `Key: number` about a process, of which some keys are wanted: `status`
/// (`fs/proc/array.c`, `proc_pid_status`) and `io` (`fs/proc/base.c`, `do_io_accounting`).
///
/// ```text
/// RssAnon:	     112 kB
/// voluntary_ctxt_switches:	3
/// ```
///
/// Numbers of kB are taken as bytes. A key that the kernel or the process lacks is absent, others
/// than the wanted ones are passed over. One instance parses one file after the other.
public final class PidNumbers implements Parser<PidNumbers> {
  private static final byte[] KIB = "kB".getBytes(StandardCharsets.US_ASCII);
  private static final long BYTES = 1024;

  private final List<String> keys;
  private final byte[][] starts;
  private final long[] values;

  /// @param keys the wanted ones, best in the kernel's order
  public PidNumbers(List<String> keys) {
    this.keys = List.copyOf(keys);
    this.starts =
        keys.stream()
            .map(key -> (key + ":").getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    this.values = new long[starts.length];
    Arrays.fill(values, KernelNumber.NONE);
  }

  /// Parses a whole file in place of the one before; after an exception no key is present.
  @Override
  public PidNumbers parse(ByteCursor cursor) throws MalformedKernelDataException {
    Arrays.fill(values, KernelNumber.NONE);
    boolean whole = false;
    try {
      read(cursor);
      whole = true;
    } finally {
      if (!whole) {
        Arrays.fill(values, KernelNumber.NONE);
      }
    }
    return this;
  }

  private void read(ByteCursor cursor) throws MalformedKernelDataException {
    int expected = 0;
    int lines = 0;
    while (cursor.nextLine()) {
      int found = wanted(cursor, expected);
      if (found >= 0) {
        values[found] = number(cursor, keys.get(found));
        expected = found + 1;
      }
      lines++;
    }
    if (lines == 0) {
      throw cursor.malformed("empty");
    }
  }

  /// The key of the line, behind which the cursor then stands; -1 for none that is wanted.
  private int wanted(ByteCursor cursor, int expected) {
    int count = starts.length;
    for (int i = 0; i < count; i++) {
      int at = expected + i < count ? expected + i : expected + i - count;
      if (cursor.skipStart(starts[at])) {
        return at;
      }
    }
    return -1;
  }

  private static long number(ByteCursor cursor, String key) {
    cursor.skipTab();
    try {
      long value = cursor.number(KernelNumber.AMOUNT, key);
      if (!cursor.hasField()) {
        return value;
      }
      if (cursor.skipIf(KIB) && !cursor.hasField()) {
        return KernelNumber.times(value, BYTES);
      }
      throw cursor.malformed(key + ": an unknown unit");
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
      return KernelNumber.NONE;
    }
  }

  /// The number of the key at this place of the constructor's list; [KernelNumber#NONE] where the
  /// last file has none.
  public long value(int key) {
    return values[key];
  }
}
