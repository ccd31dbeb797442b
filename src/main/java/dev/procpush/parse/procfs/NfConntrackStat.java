// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.stream.Stream;

/// `/proc/<pid>/net/stat/nf_conntrack`: the connections that the namespace tracks, and what became
/// of their packets (`net/netfilter/nf_conntrack_standalone.c`, `ct_cpu_seq_show`).
///
/// ```text
/// entries  clashres found new invalid ignore delete chainlength insert insert_failed drop …
/// 00000c21  00000000 00000004 00000000 00000010 00000000 00000000 00000000 00000002 …
/// ```
///
/// There is one line for each possible CPU. Which columns there are depends on the kernel, and some
/// stay at 0 because it counts them no more: `ignore` since Linux 5.10.
///
/// @param entries tracked connections now; each line has this number
/// @param found, and the other columns: summed over the CPUs, modulo 2³² since each has 32 bits, so
///   that the sum passes to 0 as each of them does and never falls by less; [KernelNumber#NONE]
///   where the kernel has no such column, or one CPU's number cannot be read
public record NfConntrackStat(
    long entries,
    long found,
    long invalid,
    long ignore,
    long insert,
    long insertFailed,
    long drop,
    long earlyDrop,
    long searchRestart) {
  private static final String FILE = "net/stat/nf_conntrack";

  /// The names of the known columns in the order of the fields.
  private static final String[] FIELDS = {
    "entries",
    "found",
    "invalid",
    "ignore",
    "insert",
    "insert_failed",
    "drop",
    "early_drop",
    "search_restart"
  };

  private static final byte[][] NAMES =
      Stream.of(FIELDS).map(name -> name.getBytes(ISO_8859_1)).toArray(byte[][]::new);

  private static final int ENTRIES = 0;
  private static final int UNKNOWN = NAMES.length;
  private static final int MAX_COLUMNS = 64;
  private static final int ALL = -1;
  private static final long COUNTER_BITS = 0xffff_ffffL;

  /// The header since Linux 5.10, which need not be taken apart each time.
  private static final byte[] HEADER =
      ("entries  clashres found new invalid ignore delete chainlength insert insert_failed drop"
              + " early_drop icmp_error  expect_new expect_create expect_delete search_restart\n")
          .getBytes(ISO_8859_1);

  private static final Columns COLUMNS = columnsOfHeader();

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when the header is not known, or there is no line
  public static NfConntrackStat parse(ByteCursor cursor) throws MalformedKernelDataException {
    return sum(cursor, cursor.nextLineStartsWith(HEADER) ? COLUMNS : columns(cursor));
  }

  private static Columns columnsOfHeader() {
    try {
      return columns(new ByteCursor(FILE, HEADER, HEADER.length));
    } catch (MalformedKernelDataException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Columns columns(ByteCursor cursor) throws MalformedKernelDataException {
    byte[] columns = new byte[MAX_COLUMNS];
    int known = 0;
    int count = 0;
    int entries = 0;
    cursor.nextLine();
    while (cursor.hasField()) {
      int name = name(cursor);
      if (count == MAX_COLUMNS || (known >> name & 1) == 1) {
        throw cursor.malformed("header: too many columns");
      }
      known |= name == UNKNOWN ? 0 : 1 << name;
      entries = name == ENTRIES ? count : entries;
      columns[count++] = (byte) name;
    }
    if ((known >> ENTRIES & 1) == 0) {
      throw cursor.malformed("header: no column entries");
    }
    return new Columns(columns, count, known, entries);
  }

  private static int name(ByteCursor cursor) throws MalformedKernelDataException {
    for (int name = 0; name < NAMES.length; name++) {
      if (cursor.skipIf(NAMES[name])) {
        return name;
      }
    }
    cursor.skip("name");
    return UNKNOWN;
  }

  private static NfConntrackStat sum(ByteCursor cursor, Columns header)
      throws MalformedKernelDataException {
    byte[] columns = header.names;
    int count = header.count;
    int known = header.known;
    long[] sums = new long[NAMES.length + 1];
    long[] line = new long[count];
    long entries = KernelNumber.NONE;
    int lost = 0;
    int lines = 0;
    while (cursor.nextLine()) {
      lines++;
      if (!read(cursor, header, line)) {
        lost = ALL;
        continue;
      }
      int cpus = 1;
      while (cursor.skipSameLine()) {
        cpus++; // one that has counted nothing, mostly
      }
      entries = KernelNumber.isKnown(entries) ? entries : line[header.entries];
      for (int i = 0; i < count; i++) {
        sums[columns[i]] += cpus * line[i];
        lost |= KernelNumber.isKnown(line[i]) ? 0 : 1 << columns[i];
      }
    }
    if (lines == 0) {
      throw cursor.malformed("no line of a CPU");
    }
    known &= ~lost;
    int field = ENTRIES + 1;
    return new NfConntrackStat(
        entries,
        counter(sums, known, field++),
        counter(sums, known, field++),
        counter(sums, known, field++),
        counter(sums, known, field++),
        counter(sums, known, field++),
        counter(sums, known, field++),
        counter(sums, known, field++),
        counter(sums, known, field));
  }

  /// @return false for a line that cannot be read
  private static boolean read(ByteCursor cursor, Columns header, long[] line) {
    try {
      for (int i = 0; i < header.count; i++) {
        line[i] = column(cursor, header.names[i]);
      }
      if (cursor.hasField()) {
        throw cursor.malformed("more columns than the header has");
      }
      return true;
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
      return false;
    }
  }

  private static long column(ByteCursor cursor, int name) throws MalformedKernelDataException {
    if (name == UNKNOWN) {
      cursor.skip("unknown column");
      return 0;
    }
    return cursor.hexadecimal(
        name == ENTRIES ? KernelNumber.COUNT : KernelNumber.COUNTER32, FIELDS[name]);
  }

  private static long counter(long[] sums, int known, int field) {
    return (known >> field & 1) == 1 ? sums[field] & COUNTER_BITS : KernelNumber.NONE;
  }

  /// The header's columns.
  private static final class Columns {
    /// For each column its place in [#NAMES].
    final byte[] names;

    final int count;

    /// A bit for each of [#NAMES] that there is.
    final int known;

    /// Which column is [#ENTRIES].
    final int entries;

    Columns(byte[] names, int count, int known, int entries) {
      this.names = names;
      this.count = count;
      this.known = known;
      this.entries = entries;
    }
  }
}
