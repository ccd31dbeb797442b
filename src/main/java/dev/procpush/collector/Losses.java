// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.FileContent;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import org.jspecify.annotations.Nullable;

/// What the files of a visit held that no parser could read, until the collector's run asks for it.
/// All visits run one after the other, so one instance serves all of them.
public final class Losses {
  private @Nullable MalformedKernelDataException first;
  private int count;

  /// Parses a file, and takes in what the parser noted.
  ///
  /// @param folder where the file is; empty where its name says enough
  /// @param name the file's, below the folder
  /// @throws MalformedKernelDataException when nothing of the file is of use
  public <T> T parse(Parser<T> parser, String folder, String name, FileContent content)
      throws MalformedKernelDataException {
    ByteCursor text = new ByteCursor(folder, name, content.bytes(), content.length());
    T parsed = parser.parse(text);
    if (text.firstLoss() != null) {
      first = first == null ? text.firstLoss() : first;
      count += text.losses();
    }
    return parsed;
  }

  /// The same of one of several files. One that is nonsense is [taken in][#add], so that a
  /// collector goes on with the others.
  ///
  /// @return null where nothing of the file is of use
  public <T> @Nullable T find(Parser<T> parser, String folder, String name, FileContent content) {
    try {
      return parse(parser, folder, name, content);
    } catch (MalformedKernelDataException e) {
      add(e);
      return null;
    }
  }

  /// Takes in what a parser threw, where the collector goes on with its other files.
  void add(MalformedKernelDataException e) {
    first = first == null ? e : first;
    count++;
  }

  /// The first since [#clear]; null where there was none.
  @Nullable MalformedKernelDataException first() {
    return first;
  }

  /// How many there were.
  int count() {
    return count;
  }

  /// Begins anew.
  void clear() {
    first = null;
    count = 0;
  }
}
