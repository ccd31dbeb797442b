// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

/// A column of an [AlignedTable].
///
/// @param title the first line of it
/// @param bound how many columns of the terminal a cell may take
/// @param right whether cells stand at its right edge, as numbers do
record Column(String title, int bound, boolean right) {

  static Column left(String title, int bound) {
    return new Column(title, bound, false);
  }

  static Column right(String title, int bound) {
    return new Column(title, bound, true);
  }

  String padded(String cell, int width) {
    String blanks = " ".repeat(width - TerminalColumns.of(cell));
    return right ? blanks + cell : cell + blanks;
  }
}
