// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which column of a `net/dev` line holds which counter, by the names in its header; a kernel may
/// add columns.
final class NetDevColumns {
  private static final List<String> RECEIVE =
      List.of("bytes", "packets", "errs", "drop", "fifo", "frame", "compressed", "multicast");
  private static final List<String> TRANSMIT =
      List.of("bytes", "packets", "errs", "drop", "fifo", "colls", "carrier", "compressed");
  private static final int UNKNOWN = -1;
  private static final String[] FIELDS =
      Stream.concat(
              RECEIVE.stream().map(name -> "receive " + name),
              TRANSMIT.stream().map(name -> "transmit " + name))
          .toArray(String[]::new);

  /// The columns of every kernel so far.
  static final NetDevColumns USUAL = new NetDevColumns(usual());

  /// For each column the index of its counter in the order of [NetDev.Device], or [#UNKNOWN].
  private final int[] counters;

  private NetDevColumns(int[] counters) {
    this.counters = counters;
  }

  /// Parses the header line the cursor stands on: ` face |bytes …|bytes …`.
  static NetDevColumns parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.untilNext('|', "face");
    String[] receive = names(cursor.untilNext('|', "receive columns"));
    String[] transmit = names(cursor.rest());
    int[] counters = new int[receive.length + transmit.length];
    for (int i = 0; i < receive.length; i++) {
      counters[i] = RECEIVE.indexOf(receive[i]);
    }
    for (int i = 0; i < transmit.length; i++) {
      int index = TRANSMIT.indexOf(transmit[i]);
      counters[receive.length + i] = index == UNKNOWN ? UNKNOWN : RECEIVE.size() + index;
    }
    requireEach(counters, cursor);
    return new NetDevColumns(counters);
  }

  /// Reads one number for each column.
  ///
  /// @return the sixteen counters in the order of [NetDev.Device]
  long[] values(ByteCursor cursor) throws MalformedKernelDataException {
    long[] values = new long[FIELDS.length];
    for (int counter : counters) {
      if (counter == UNKNOWN) {
        cursor.skip("unknown column");
      } else {
        values[counter] = cursor.number(KernelNumber.COUNTER, FIELDS[counter]);
      }
    }
    if (cursor.hasField()) {
      throw cursor.malformed("more columns than the header has");
    }
    return values;
  }

  private static void requireEach(int[] counters, ByteCursor cursor)
      throws MalformedKernelDataException {
    int[] known = Arrays.stream(counters).filter(counter -> counter != UNKNOWN).sorted().toArray();
    if (!Arrays.equals(known, usual())) {
      throw cursor.malformed("header: not each of the 16 known columns once");
    }
  }

  private static String[] names(String columns) {
    return columns.strip().split(" +");
  }

  private static int[] usual() {
    int[] counters = new int[FIELDS.length];
    Arrays.setAll(counters, i -> i);
    return counters;
  }
}
