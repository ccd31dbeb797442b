// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

/// How much of `net/tcp` and `net/tcp6` may be read, for which the kernel walks through the
/// connections of the whole host: of namespaces that cannot be entered.
///
/// @param mostNamespaces beyond that many namespaces none is read
/// @param nanosEachCycle how long the reading may take in all
public record TcpTables(int mostNamespaces, long nanosEachCycle) {
  /// Whatever it takes.
  public static final TcpTables ALWAYS = new TcpTables(Integer.MAX_VALUE, Long.MAX_VALUE);

  /// Nobody wants TCP states, from whatever source.
  public static final TcpTables OFF = new TcpTables(-1, 0);
}
