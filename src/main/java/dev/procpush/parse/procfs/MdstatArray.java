// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberText;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/// The lines of one array in `/proc/mdstat`, from the first one on.
final class MdstatArray {
  private final String name;
  private Mdstat.Activity activity = Mdstat.Activity.INACTIVE;
  private @Nullable String personality;
  private @Nullable Long blocks;
  private @Nullable Integer required;
  private @Nullable Integer active;
  private int failed;
  private int spare;
  private int unmarked;
  private Mdstat.@Nullable Sync sync;

  /// @param line as in `md0 : active raid1 sdb1[1] sda1[0]`
  MdstatArray(String line, int number) throws MalformedKernelDataException {
    StringTokenizer words = new StringTokenizer(line, " ");
    name = words.nextToken();
    if (!words.hasMoreTokens() || !words.nextToken().equals(":") || !words.hasMoreTokens()) {
      throw malformed(line, number, "not an array");
    }
    activity =
        switch (words.nextToken()) {
          case "active" -> Mdstat.Activity.ACTIVE;
          case "inactive" -> Mdstat.Activity.INACTIVE;
          case "broken" -> Mdstat.Activity.BROKEN;
          default -> throw malformed(line, number, "state: not a known one");
        };
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.endsWith("]") || word.endsWith(")")) {
        disk(word);
      } else if (activity != Mdstat.Activity.INACTIVE && personality == null) {
        personality = word;
      }
    }
  }

  /// A disk, as in `sdb1[1](F)`; `(read-only)` is none.
  private void disk(String word) {
    int bracket = word.lastIndexOf('[');
    if (bracket <= 0) {
      return;
    }
    if (word.indexOf("(F)", bracket) >= 0) {
      failed++;
    } else if (word.indexOf("(S)", bracket) >= 0) {
      spare++;
    } else if (word.indexOf("(J)", bracket) < 0 && word.indexOf("(R)", bracket) < 0) {
      unmarked++;
    }
  }

  /// Any other of its lines.
  void read(String line, int number) throws MalformedKernelDataException {
    StringTokenizer words = new StringTokenizer(line, " \t");
    if (!words.hasMoreTokens()) {
      return;
    }
    String first = words.nextToken();
    if (words.hasMoreTokens() && isDigit(first.charAt(0))) {
      size(first, words, line, number);
    } else if (first.startsWith("[") && first.indexOf('>') >= 0) {
      progress(words, line, number);
    } else if (isWaiting(first)) {
      sync =
          new Mdstat.Sync(action(first.substring(0, first.indexOf('=')), line, number), null, null);
    }
  }

  private void size(String first, StringTokenizer words, String line, int number)
      throws MalformedKernelDataException {
    if (!words.nextToken().equals("blocks")) {
      return;
    }
    blocks = count(first, line, number);
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      int slash = word.indexOf('/');
      if (slash > 1 && required == null && word.startsWith("[") && word.endsWith("]")) {
        required = disks(word.substring(1, slash), line, number);
        active = disks(word.substring(slash + 1, word.length() - 1), line, number);
      }
    }
  }

  /// As in `recovery = 8.5% (249061120/2930073600) finish=…`.
  private void progress(StringTokenizer words, String line, int number)
      throws MalformedKernelDataException {
    Mdstat.Action action = action(words.hasMoreTokens() ? words.nextToken() : "", line, number);
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      int slash = word.indexOf('/');
      if (word.startsWith("(") && word.endsWith(")") && slash > 0) {
        sync =
            new Mdstat.Sync(
                action,
                count(word.substring(1, slash), line, number),
                count(word.substring(slash + 1, word.length() - 1), line, number));
        return;
      }
    }
    throw malformed(line, number, "no blocks");
  }

  private static boolean isWaiting(String word) {
    return word.endsWith("=DELAYED") || word.endsWith("=PENDING") || word.endsWith("=REMOTE");
  }

  private static Mdstat.Action action(String word, String line, int number)
      throws MalformedKernelDataException {
    return switch (word) {
      case "resync" -> Mdstat.Action.RESYNC;
      case "recovery", "recover" -> Mdstat.Action.RECOVER;
      case "reshape" -> Mdstat.Action.RESHAPE;
      case "check" -> Mdstat.Action.CHECK;
      default -> throw malformed(line, number, "not a known action");
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long count(String text, String line, int number)
      throws MalformedKernelDataException {
    long value = new NumberText(Mdstat.FILE, number, text).unsigned(10);
    if (value < 0 || value > Long.MAX_VALUE / 1024) {
      throw malformed(line, number, "too many blocks");
    }
    return value;
  }

  private static int disks(String text, String line, int number)
      throws MalformedKernelDataException {
    long value = new NumberText(Mdstat.FILE, number, text).unsigned(10);
    if (value < 0 || value > Short.MAX_VALUE) {
      throw malformed(line, number, "too many disks");
    }
    return (int) value;
  }

  /// What the lines said.
  Mdstat.Array end() {
    return new Mdstat.Array(
        name, activity, personality, blocks, required, active, failed, spare, unmarked, sync);
  }

  private static MalformedKernelDataException malformed(String line, int number, String problem) {
    return new MalformedKernelDataException(Mdstat.FILE, number, line, problem);
  }
}
