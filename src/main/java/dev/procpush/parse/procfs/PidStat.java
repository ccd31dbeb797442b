// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Arrays;

/// `/proc/<pid>/stat`: one line about a process, of which this is what tells it from others.
///
/// ```text
/// 4242 (some (odd) name) S 1 4242 4242 0 -1 4194560 …
/// ```
///
/// The name may hold blanks, parentheses and line feeds, so it ends at the last parenthesis.
///
/// @param pid the process
/// @param comm the name of its leading thread, at most 15 bytes, chosen by the process itself
/// @param state as in `S`, `R` or `Z`
/// @param parent the process that made it or took it over
/// @param userTime CPU time of all its threads in user mode, in clock ticks
/// @param systemTime CPU time of all its threads in the kernel, in clock ticks
/// @param startTime when it was made, in clock ticks since boot
public record PidStat(
    long pid,
    String comm,
    char state,
    long parent,
    long userTime,
    long systemTime,
    long startTime) {
  private static final String FILE = "stat";

  /// How many fields stand between the parent (4) and the CPU times (14, 15).
  private static final int BEFORE_TIMES = 9;

  /// How many fields stand between the CPU times and the start time (22).
  private static final int BEFORE_START = 6;

  /// Parses the whole file.
  public static PidStat parse(byte[] bytes, int length) throws MalformedKernelDataException {
    int open = indexOf(bytes, length, '(');
    int close = lastIndexOf(bytes, length, ')');
    if (open < 2 || close < open || bytes[open - 1] != ' ') {
      throw new MalformedKernelDataException(FILE, 1, text(bytes, 0, length), "comm: missing");
    }
    byte[] head = Arrays.copyOf(bytes, open);
    head[open - 1] = '\n';
    long pid = pid(new ByteCursor(FILE, head, open));
    ByteCursor cursor =
        new ByteCursor(FILE, Arrays.copyOfRange(bytes, close + 1, length), length - close - 1);
    if (!cursor.nextLine()) {
      throw cursor.malformed("state: missing");
    }
    String state = cursor.word("state");
    if (state.length() != 1) {
      throw cursor.malformed("state: not a letter");
    }
    long parent = cursor.unsigned("ppid");
    skip(cursor, BEFORE_TIMES);
    long userTime = cursor.unsigned("utime");
    long systemTime = cursor.unsigned("stime");
    skip(cursor, BEFORE_START);
    long startTime = cursor.unsigned("starttime");
    return new PidStat(
        pid,
        text(bytes, open + 1, close),
        state.charAt(0),
        parent,
        userTime,
        systemTime,
        startTime);
  }

  private static void skip(ByteCursor cursor, int fields) throws MalformedKernelDataException {
    for (int i = 0; i < fields; i++) {
      cursor.word("field");
    }
  }

  private static long pid(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    long pid = cursor.unsigned("pid");
    if (cursor.hasField()) {
      throw cursor.malformed("pid: not a number");
    }
    return pid;
  }

  private static int indexOf(byte[] bytes, int length, char c) {
    int at = 0;
    while (at < length && bytes[at] != c) {
      at++;
    }
    return at == length ? -1 : at;
  }

  private static int lastIndexOf(byte[] bytes, int length, char c) {
    int at = length - 1;
    while (at >= 0 && bytes[at] != c) {
      at--;
    }
    return at;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }
}
