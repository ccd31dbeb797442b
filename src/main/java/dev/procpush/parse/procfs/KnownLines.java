// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.LastLines;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the lines of a kernel file begin that were met so far, with what each means.
///
/// The files of all namespaces have almost the same lines in the same order, so the next line is
/// recognised by comparing its bytes with those expected there; a line that is missing costs one
/// more comparison, and only a line never seen before has to be understood.
///
/// @param <L> what a line means
final class KnownLines<L> {
  private final int most;
  private final List<Known<L>> known = new ArrayList<>();
  private int expected;
  private @Nullable L meaning;

  /// @param most how many are remembered; one more, and all are forgotten
  KnownLines(int most) {
    this.most = most;
  }

  /// Expects the first line.
  void beginFile() {
    expected = 0;
  }

  /// Moves the cursor to the next line that is not empty, and behind its beginning where that is
  /// known.
  ///
  /// @return false at the end of the file
  boolean next(ByteCursor cursor) throws MalformedKernelDataException {
    do {
      int count = known.size();
      for (int i = 0; i < count; i++) {
        int at = expected + i < count ? expected + i : expected + i - count;
        Known<L> candidate = known.get(at);
        if (cursor.nextLineStartsWith(candidate.start)) {
          expected = at + 1;
          meaning = candidate.meaning;
          return true;
        }
      }
      meaning = null;
      if (!cursor.nextLine()) {
        return false;
      }
    } while (!cursor.hasField());
    return true;
  }

  /// What the line means that [#next] has moved to; null for one that is not known.
  @Nullable L meaning() {
    return meaning;
  }

  /// Steps over lines, as long as they are the expected ones, mean `unwanted`, and have one field
  /// behind their known beginning. To be called behind a line.
  void skip(ByteCursor cursor, L unwanted) {
    Known<L> before = known.get(expected - 1);
    if (cursor.skip(before.unwanted)) {
      expected += before.unwanted.count();
      return;
    }
    int start = cursor.nextLineStart();
    int count = known.size();
    int at = expected;
    while (at < count) {
      Known<L> candidate = known.get(at);
      if (candidate.meaning != unwanted || !cursor.skipLineOfOneField(candidate.start)) {
        break;
      }
      at++;
    }
    cursor.remember(before.unwanted, start, at - expected);
    expected = at;
  }

  /// Remembers the line that the cursor stands on by what the cursor has passed.
  void add(ByteCursor cursor, L meaning) {
    if (known.size() == most) {
      known.clear();
      expected = 0;
    }
    for (Known<L> other : known) {
      other.unwanted.forget();
    }
    known.add(expected++, new Known<>(cursor.passed(), meaning));
  }

  private static final class Known<L> {
    final byte[] start;
    final L meaning;

    /// What was skipped behind the line the last time.
    final LastLines unwanted = new LastLines();

    Known(byte[] start, L meaning) {
      this.start = start;
      this.meaning = meaning;
    }
  }
}
