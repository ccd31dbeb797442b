// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.LastLines;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// `/proc/<pid>/net/snmp` and `/proc/<pid>/net/netstat`: the protocols' counters in the process's
/// namespace, for each protocol a line of names and a line of values.
///
/// ```text
/// Ip: Forwarding DefaultTTL InReceives InHdrErrors …
/// Ip: 1 64 38263 0 …
/// ```
///
/// Which protocols and fields there are differs from kernel to kernel, and by the ICMP types that a
/// namespace has seen: `IcmpMsg` names these alone, sixteen a line (`net/ipv4/proc.c`,
/// `icmpmsg_put`). Three of four bytes are names, which are the same in nearly all files. So a
/// parser remembers the lines of names, and is made once for all files of the same name.
public final class SnmpTable implements Parser<ProtocolCounters> {
  /// A kernel has six or three, and more only where namespaces have seen different ICMP types.
  private static final int MOST_HEADERS = 100;

  private final ProtocolCounters counters;
  private final KnownLines<Header> headers = new KnownLines<>(MOST_HEADERS);

  /// @param wanted whether the field of this name is to be read, as in `Tcp_RetransSegs`
  public SnmpTable(Predicate<String> wanted) {
    this.counters = new ProtocolCounters(wanted);
  }

  /// Parses the whole file. Where a name comes twice its last value counts.
  ///
  /// @return the same object each time, with this file's values until the next is parsed
  /// @throws MalformedKernelDataException when the file is empty or ends in the middle of a line;
  ///   no value is of use then
  @Override
  public ProtocolCounters parse(ByteCursor cursor) throws MalformedKernelDataException {
    counters.clear();
    headers.beginFile();
    while (headers.next(cursor)) {
      try {
        Header header = headers.meaning();
        if (header == null) {
          header = newHeader(cursor);
        }
        values(cursor, header);
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    if (cursor.isEmpty()) {
      throw cursor.malformed("names: missing");
    }
    return counters;
  }

  private Header newHeader(ByteCursor cursor) throws MalformedKernelDataException {
    String protocol = cursor.untilNext(':', "protocol");
    byte[] start = cursor.passed();
    List<String> names = new ArrayList<>();
    while (cursor.hasField()) {
      names.add(cursor.word("name"));
    }
    int[] columns = names.stream().mapToInt(name -> counters.column(protocol, name)).toArray();
    Header header = new Header(start, names.toArray(String[]::new), columns);
    headers.add(cursor, header);
    return header;
  }

  private void values(ByteCursor cursor, Header header) throws MalformedKernelDataException {
    if (cursor.skip(header.last)) {
      header.tell(counters);
      return;
    }
    header.last.forget();
    int start = cursor.nextLineStart();
    if (!cursor.nextLineStartsWith(header.start)) {
      cursor.lose("values: missing", Loss.SECTION);
      return;
    }
    int losses = cursor.losses();
    try {
      header.read(cursor);
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.SECTION);
      return;
    }
    if (cursor.losses() == losses) {
      cursor.remember(header.last, start, 1);
    }
    header.tell(counters);
  }

  /// A line of names.
  private static final class Header {
    /// As in `Tcp:`.
    final byte[] start;

    final String[] names;

    /// The places of the names that are wanted.
    final int[] wanted;

    /// For each of these its column, and its value in the last line of values, if it had one.
    final int[] columns;

    final long[] values;

    /// The last line of values.
    final LastLines last = new LastLines();

    /// @param columns for each name its column
    Header(byte[] start, String[] names, int[] columns) {
      this.start = start;
      this.names = names;
      this.wanted =
          IntStream.range(0, names.length)
              .filter(place -> columns[place] != ProtocolCounters.NONE)
              .toArray();
      this.columns = Arrays.stream(wanted).map(place -> columns[place]).toArray();
      this.values = new long[wanted.length];
    }

    /// Reads the line of values behind the protocol.
    void read(ByteCursor cursor) throws MalformedKernelDataException {
      int passed = 0;
      for (int i = 0; i < wanted.length; i++) {
        int place = wanted[i];
        cursor.skip(names, passed, place);
        passed = place + 1;
        values[i] = cursor.number(KernelNumber.MIB_COUNTER, names[place]);
      }
      cursor.skip(names, passed, names.length);
      if (cursor.hasField()) {
        throw cursor.malformed("more values than names");
      }
    }

    void tell(ProtocolCounters counters) {
      for (int i = 0; i < columns.length; i++) {
        counters.set(columns[i], values[i]);
      }
    }
  }
}
