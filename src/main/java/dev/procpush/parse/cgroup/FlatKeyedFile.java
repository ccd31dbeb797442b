// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// A file of lines `key value`, the kernel's *flat keyed* format (`memory.stat`, `cpu.stat`,
/// `pids.events`), of which some keys are wanted.
///
/// ```text
/// nr_periods 5
/// nr_throttled 0
/// ```
///
/// A key that the kernel lacks is absent, others than the wanted ones are passed over. One instance
/// parses one file after the other, and knows the lines of the one before: a kernel writes them all
/// alike.
public final class FlatKeyedFile implements Parser<FlatKeyedFile> {
  private static final int NOT_WANTED = -1;

  /// No kernel has as many; more would be learnt from nonsense alone.
  private static final int MOST_KEYS = 256;

  private static final int LONGEST_KEY = 64;

  private final Predicate<String> more;
  private final List<String> keys;
  private final List<Line> lines = new ArrayList<>();
  private long[] values;

  /// A line as it was in the file before.
  private static final class Line {
    /// The key and the blank behind it.
    final byte[] start;

    /// Its place among the wanted ones, or [#NOT_WANTED].
    final int key;

    Line(byte[] start, int key) {
      this.start = start;
      this.key = key;
    }
  }

  /// @param keys the wanted ones
  public FlatKeyedFile(List<String> keys) {
    this(keys, _ -> false);
  }

  /// @param more which other keys are wanted: each gets the next place when it is first met
  public FlatKeyedFile(List<String> keys, Predicate<String> more) {
    this.more = more;
    this.keys = new ArrayList<>(keys);
    this.values = new long[keys.size()];
    Arrays.fill(values, KernelNumber.NONE);
  }

  /// Parses a whole file in place of the one before; after an exception no key has a number.
  @Override
  public FlatKeyedFile parse(ByteCursor cursor) throws MalformedKernelDataException {
    Arrays.fill(values, KernelNumber.NONE);
    boolean whole = false;
    try {
      read(cursor);
      whole = true;
    } finally {
      if (!whole) {
        Arrays.fill(values, KernelNumber.NONE);
        lines.clear();
      }
    }
    return this;
  }

  private void read(ByteCursor cursor) throws MalformedKernelDataException {
    int line = 0;
    while (true) {
      int key;
      if (line < lines.size() && cursor.nextLineStartsWith(lines.get(line).start)) {
        key = lines.get(line).key;
      } else if (cursor.nextLine()) {
        key = learn(cursor, line);
      } else {
        break;
      }
      if (key != NOT_WANTED) {
        values[key] = value(cursor, keys.get(key));
      }
      line++;
    }
    if (line == 0) {
      throw cursor.malformed("empty");
    }
  }

  private static long value(ByteCursor cursor, String key) {
    try {
      return cursor.number(KernelNumber.AMOUNT, key);
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
      return KernelNumber.NONE;
    }
  }

  /// Takes in a line that is not as in the file before. Stands behind its key then.
  private int learn(ByteCursor cursor, int line) throws MalformedKernelDataException {
    if (line < lines.size()) {
      lines.subList(line, lines.size()).clear();
    }
    if (!cursor.hasField()) {
      return NOT_WANTED;
    }
    String name = cursor.word("key");
    int key = place(name);
    if (key == NOT_WANTED && !cursor.hasField()) {
      return NOT_WANTED;
    }
    if (line == lines.size() && line < MOST_KEYS) {
      lines.add(new Line((name + " ").getBytes(StandardCharsets.ISO_8859_1), key));
    }
    return key;
  }

  private int place(String name) {
    int known = keys.indexOf(name);
    boolean isNew =
        known < 0
            && keys.size() < MOST_KEYS
            && name.length() <= LONGEST_KEY
            && isPlain(name)
            && more.test(name);
    if (isNew) {
      keys.add(name);
      values = Arrays.copyOf(values, keys.size());
      values[keys.size() - 1] = KernelNumber.NONE;
      return keys.size() - 1;
    }
    return known;
  }

  /// Whether it is of the letters that the kernel's keys are made of.
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
        return false;
      }
    }
    return true;
  }

  /// How many keys are wanted, those included that files have brought.
  public int size() {
    return keys.size();
  }

  /// The key at this place.
  public String key(int place) {
    return keys.get(place);
  }

  /// The number of the key at this place of the constructor's list; [KernelNumber#NONE] where the
  /// last file has none.
  public long value(int key) {
    return values[key];
  }
}
