// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// Reads a kernel file's text.
///
/// What a parser cannot read costs as little as its meaning allows: a field its value, a line its
/// values, and the whole file only where the meaning of its columns is unknown or the file ends in
/// the middle. All but the last is [noted][LineCursor#lose] on the text, and the rest is returned.
///
/// @param <T> what the file says
@FunctionalInterface
public interface Parser<T> {
  /// Parses a whole file.
  ///
  /// @param text stands before the first line
  /// @throws MalformedKernelDataException when nothing of the file is of use
  T parse(ByteCursor text) throws MalformedKernelDataException;
}
