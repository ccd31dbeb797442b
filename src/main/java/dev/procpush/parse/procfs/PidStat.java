// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.KernelText;
import dev.procpush.parse.MalformedKernelDataException;
import org.jspecify.annotations.Nullable;

/// `/proc/<pid>/stat`: one line about a process (`fs/proc/array.c`, `do_task_stat`).
///
/// ```text
/// 4242 (some (odd) name) S 1 4242 4242 0 -1 4194560 …
/// ```
///
/// The name may hold blanks, parentheses and line feeds, so it ends at the last parenthesis.
///
/// Each number but `pid`, `parent` and `startTime` is [KernelNumber#NONE] where the file has none.
///
/// @param pid the process
/// @param comm the name of its leading thread, at most 15 bytes, chosen by the process itself
/// @param state as in `S`, `R` or `Z`
/// @param parent the process that made it or took it over
/// @param minorFaults page faults of all its threads that read nothing from a disk
/// @param majorFaults page faults of all its threads that did
/// @param userTime CPU time of all its threads in user mode, in clock ticks
/// @param systemTime CPU time of all its threads in the kernel, in clock ticks
/// @param childrenUserTime user time of its children that have ended and were waited for
/// @param childrenSystemTime system time of these
/// @param threads how many threads it has
/// @param startTime when it was made, in clock ticks since boot
public record PidStat(
    long pid,
    String comm,
    char state,
    long parent,
    long minorFaults,
    long majorFaults,
    long userTime,
    long systemTime,
    long childrenUserTime,
    long childrenSystemTime,
    long threads,
    long startTime) {
  private static final byte[] OPEN = "(".getBytes(US_ASCII);

  /// How many fields stand between the parent (4) and the minor faults (10).
  private static final int BEFORE_FAULTS = 5;

  /// Priority and nice value stand between the CPU times (to 17) and the threads (20).
  private static final int BEFORE_THREADS = 2;

  /// Parses the whole file.
  public static PidStat parse(ByteCursor head) throws MalformedKernelDataException {
    return parse(head, null);
  }

  /// Parses the whole file.
  ///
  /// @param known what is taken as the name if it is the same, so that no text is made
  public static PidStat parse(ByteCursor head, @Nullable String known)
      throws MalformedKernelDataException {
    byte[] bytes = head.bytes();
    int length = head.end();
    int close = lastIndexOf(bytes, length, ')');
    if (!head.nextLine()) {
      throw head.malformed("empty");
    }
    long pid = head.unsigned("pid");
    int open = indexOf(bytes, length, '(');
    if (!head.skipStart(OPEN) || close < open) {
      throw head.malformed("comm: missing");
    }
    ByteCursor cursor = head.from(close + 1);
    if (!cursor.nextLine()) {
      throw cursor.malformed("state: missing");
    }
    char state = letter(cursor);
    long parent = cursor.unsigned("ppid");
    skip(cursor, BEFORE_FAULTS);
    long minorFaults = cursor.number(KernelNumber.COUNTER, "minflt");
    cursor.skip("cminflt");
    long majorFaults = cursor.number(KernelNumber.COUNTER, "majflt");
    cursor.skip("cmajflt");
    long userTime = cursor.number(KernelNumber.AMOUNT, "utime");
    long systemTime = cursor.number(KernelNumber.AMOUNT, "stime");
    long childrenUserTime = cursor.number(KernelNumber.AMOUNT, "cutime");
    long childrenSystemTime = cursor.number(KernelNumber.AMOUNT, "cstime");
    skip(cursor, BEFORE_THREADS);
    long threads = cursor.number(KernelNumber.COUNT, "num_threads");
    cursor.skip("itrealvalue");
    long startTime = cursor.unsigned("starttime");
    return new PidStat(
        pid,
        comm(bytes, open + 1, close, known),
        state,
        parent,
        minorFaults,
        majorFaults,
        userTime,
        systemTime,
        childrenUserTime,
        childrenSystemTime,
        threads,
        startTime);
  }

  /// Whether it has ended, all its threads with it, and only waits to be taken note of.
  public boolean hasEnded() {
    return (state == 'Z' || state == 'X') && threads <= 1 && KernelNumber.isKnown(threads);
  }

  private static char letter(ByteCursor cursor) throws MalformedKernelDataException {
    String state = cursor.word("state");
    if (state.length() != 1) {
      throw cursor.malformed("state: not a letter");
    }
    return state.charAt(0);
  }

  private static String comm(byte[] bytes, int from, int to, @Nullable String known) {
    return known != null && KernelText.is(known, bytes, from, to)
        ? known
        : KernelText.of(bytes, from, to);
  }

  private static void skip(ByteCursor cursor, int fields) throws MalformedKernelDataException {
    for (int i = 0; i < fields; i++) {
      cursor.skip("field");
    }
  }

  private static int indexOf(byte[] bytes, int length, char c) {
    int at = 0;
    while (at < length && bytes[at] != c) {
      at++;
    }
    return at;
  }

  private static int lastIndexOf(byte[] bytes, int length, char c) {
    int at = length - 1;
    while (at >= 0 && bytes[at] != c) {
      at--;
    }
    return at;
  }
}
