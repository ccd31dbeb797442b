// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;

/// A kernel file that is read and parsed in one step. What its parser leaves out is not noted: who
/// looks for something in the file finds it or not.
public final class ParsedFile {
  private ParsedFile() {}

  /// Reads and parses a file.
  ///
  /// @throws ErrnoException when the file cannot be read
  /// @throws MalformedKernelDataException when nothing in it is of use
  public static <T> T read(KernelFiles kernel, String folder, String name, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return parse(name, kernel.read(folder, name), parser);
  }

  /// Parses a file that was read.
  static <T> T parse(String name, FileContent content, Parser<T> parser)
      throws MalformedKernelDataException {
    return parser.parse(new ByteCursor(name, content.bytes(), content.length()));
  }
}
