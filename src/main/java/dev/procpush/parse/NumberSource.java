// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.util.List;

/// Finds the numbers in a file of which only its user knows what is in it.
public sealed interface NumberSource permits WholeFile, TableColumn, FoundText {

  /// The numbers, at least one.
  ///
  /// @param file its name for error texts
  /// @throws MalformedKernelDataException when there is none
  List<NumberText> in(String file, byte[] bytes, int length) throws MalformedKernelDataException;
}
