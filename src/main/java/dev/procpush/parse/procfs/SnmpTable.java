// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
public final class SnmpTable {
  /// A kernel has six or three, and more only where namespaces have seen different ICMP types.
  private static final int MOST_HEADERS = 100;

  private final String file;
  private final ProtocolCounters counters;
  private final KnownLines<Header> headers = new KnownLines<>(MOST_HEADERS);

  /// @param file its name for error texts, as in `net/snmp`
  /// @param wanted whether the field of this name is to be read, as in `Tcp_RetransSegs`
  public SnmpTable(String file, Predicate<String> wanted) {
    this.file = file;
    this.counters = new ProtocolCounters(wanted);
  }

  /// Parses the whole file. Where a name comes twice its last value counts.
  ///
  /// @return the same object each time, with this file's values until the next is parsed
  /// @throws MalformedKernelDataException when any line is not as it should be; no value is of use
  ///   then
  public ProtocolCounters parse(byte[] bytes, int length) throws MalformedKernelDataException {
    ByteCursor cursor = new ByteCursor(file, bytes, length);
    counters.clear();
    headers.beginFile();
    Header header = header(cursor);
    if (header == null) {
      throw cursor.malformed("names: missing");
    }
    while (header != null) {
      values(cursor, header);
      header = header(cursor);
    }
    return counters;
  }

  private @Nullable Header header(ByteCursor cursor) throws MalformedKernelDataException {
    Header header = headers.next(cursor);
    if (header == null && cursor.nextLine()) {
      String protocol = cursor.untilNext(':', "protocol");
      byte[] start = cursor.passed();
      List<String> names = new ArrayList<>();
      while (cursor.hasField()) {
        names.add(cursor.word("name"));
      }
      int[] columns = names.stream().mapToInt(name -> counters.column(protocol, name)).toArray();
      header = new Header(start, names.toArray(String[]::new), columns);
      headers.add(cursor, header);
    }
    return header;
  }

  private void values(ByteCursor cursor, Header header) throws MalformedKernelDataException {
    if (!cursor.nextLineStartsWith(header.start)) {
      cursor.nextLine();
      throw cursor.malformed("values: missing");
    }
    String[] names = header.names;
    int passed = 0;
    for (int i = 0; i < names.length; i++) {
      int column = header.columns[i];
      if (column != ProtocolCounters.NONE) {
        cursor.skip(names, passed, i);
        passed = i + 1;
        if (!cursor.skipIfNegative(names[i])) {
          counters.set(column, cursor.unsigned(names[i]));
        }
      }
    }
    cursor.skip(names, passed, names.length);
    if (cursor.hasField()) {
      throw cursor.malformed("more values than names");
    }
  }

  /// A line of names.
  private static final class Header {
    /// As in `Tcp:`.
    final byte[] start;

    final String[] names;

    /// For each name its column.
    final int[] columns;

    Header(byte[] start, String[] names, int[] columns) {
      this.start = start;
      this.names = names;
      this.columns = columns;
    }
  }
}
