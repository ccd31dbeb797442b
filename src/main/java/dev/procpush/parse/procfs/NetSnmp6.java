// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.util.List;
import java.util.function.Predicate;

/// `/proc/<pid>/net/snmp6`: the counters of IPv6 and what stands on it in the process's namespace.
///
/// ```text
/// Ip6InReceives                   	38263
/// Icmp6OutType135                 	4
/// ```
///
/// Lines of ICMP types are there only where the namespace has seen such a message
/// (`net/ipv6/proc.c`, `snmp6_seq_show_icmpv6msg`). A parser remembers the names and is made once
/// for the files of all namespaces.
public final class NetSnmp6 implements Parser<ProtocolCounters> {
  /// A kernel has some 90 lines, and up to 512 for ICMP types.
  private static final int MOST_LINES = 1000;

  /// Longer names first, none is the beginning of a later one.
  private static final List<String> PROTOCOLS = List.of("UdpLite6", "Icmp6", "Udp6", "Ip6");

  private static final Line UNWANTED = new Line("value", ProtocolCounters.NONE);

  private final ProtocolCounters counters;
  private final KnownLines<Line> lines = new KnownLines<>(MOST_LINES);

  /// @param wanted whether the field of this name is to be read, as in `Ip6_InOctets`
  public NetSnmp6(Predicate<String> wanted) {
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
    lines.beginFile();
    while (lines.next(cursor)) {
      try {
        Line line = lines.meaning();
        if (line == null) {
          line = newLine(cursor);
        }
        value(cursor, line);
        lines.skip(cursor, UNWANTED);
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    if (cursor.isEmpty()) {
      throw cursor.malformed("name: missing");
    }
    return counters;
  }

  private Line newLine(ByteCursor cursor) throws MalformedKernelDataException {
    String name = cursor.untilNext('\t', "name").stripTrailing();
    int column = column(name);
    Line line = column == ProtocolCounters.NONE ? UNWANTED : new Line(name, column);
    lines.add(cursor, line);
    return line;
  }

  private int column(String name) {
    for (String protocol : PROTOCOLS) {
      if (name.startsWith(protocol)) {
        return counters.column(protocol, name.substring(protocol.length()));
      }
    }
    return ProtocolCounters.NONE;
  }

  private void value(ByteCursor cursor, Line line) throws MalformedKernelDataException {
    long value = KernelNumber.NONE;
    if (line.column() == ProtocolCounters.NONE) {
      cursor.skip(line.name());
    } else {
      value = cursor.number(KernelNumber.MIB_COUNTER, line.name());
    }
    if (cursor.hasField()) {
      throw cursor.malformed(line.name() + ": more than one value");
    }
    if (line.column() != ProtocolCounters.NONE) {
      counters.set(line.column(), value);
    }
  }

  /// @param name as in `Ip6InReceives`
  private record Line(String name, int column) {}
}
