// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.util.List;

/// Finds the numbers in a file of which only its user knows what is in it.
public sealed interface NumberSource extends Parser<List<NumberText>>
    permits WholeFile, TableColumn, FoundText {

  /// The numbers, at least one.
  ///
  /// @throws MalformedKernelDataException when there is none
  @Override
  List<NumberText> parse(ByteCursor text) throws MalformedKernelDataException;
}
