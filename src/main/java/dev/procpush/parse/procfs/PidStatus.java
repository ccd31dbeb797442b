// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import org.jspecify.annotations.Nullable;

/// `/proc/<pid>/status`, of which the users, the memory and the capabilities are read
/// (`fs/proc/array.c`, `proc_pid_status`).
///
/// @param uids `Uid`; null where the line is missing or cannot be read
/// @param residentBytes `VmRSS`; [KernelNumber#NONE] for a kernel thread, which has no memory of
///   its own
/// @param effectiveCapabilities `CapEff`: bit n is the capability with number n; null where the
///   line is missing or cannot be read
public record PidStatus(
    @Nullable Uids uids, long residentBytes, @Nullable Long effectiveCapabilities) {
  /// Whose process it is, in the user namespace of who reads.
  ///
  /// @param real who started it
  /// @param effective as whom it acts
  /// @param saved whom it may become again
  /// @param fileSystem as whom it opens files
  public record Uids(long real, long effective, long saved, long fileSystem) {
    /// Whether it is root's and nobody else's.
    public boolean areRoot() {
      return real == 0 && effective == 0 && saved == 0 && fileSystem == 0;
    }
  }

  private static final String UIDS = "Uid";
  private static final String RESIDENT = "VmRSS";
  private static final String CAPABILITIES = "CapEff";
  private static final int HEX = 16;
  private static final long KIB = 1024;
  private static final long MAX_KIB = Long.MAX_VALUE / KIB;

  /// Parses the whole file; unknown keys are passed over.
  ///
  /// @throws MalformedKernelDataException when the last line is cut
  public static PidStatus parse(ByteCursor cursor) throws MalformedKernelDataException {
    Uids uids = null;
    long resident = KernelNumber.NONE;
    Long capabilities = null;
    while (cursor.nextLine()) {
      try {
        switch (cursor.hasField() ? cursor.untilNext(':', "key") : "") {
          case UIDS -> uids = uids(cursor);
          case RESIDENT -> resident = kibibytes(cursor);
          case CAPABILITIES -> capabilities = hexadecimal(cursor);
          default -> {}
        }
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    return new PidStatus(uids, resident, capabilities);
  }

  private static Uids uids(ByteCursor cursor) throws MalformedKernelDataException {
    String[] words = cursor.rest().strip().split("\t", -1);
    long[] uid = new long[4];
    for (int i = 0; i < uid.length; i++) {
      if (words.length != uid.length || !words[i].matches("[0-9]{1,10}")) {
        throw cursor.malformed(UIDS + ": not four numbers");
      }
      uid[i] = Long.parseLong(words[i]);
    }
    return new Uids(uid[0], uid[1], uid[2], uid[3]);
  }

  private static long kibibytes(ByteCursor cursor) throws MalformedKernelDataException {
    String[] words = cursor.rest().strip().split(" ", -1);
    if (words.length == 2 && words[1].equals("kB") && words[0].matches("[0-9]{1,18}")) {
      long kibibytes = Long.parseLong(words[0]);
      if (kibibytes <= MAX_KIB) {
        return kibibytes * KIB;
      }
    }
    throw cursor.malformed(RESIDENT + ": not a number of kB");
  }

  private static long hexadecimal(ByteCursor cursor) throws MalformedKernelDataException {
    String digits = cursor.rest().strip();
    if (!digits.matches("[0-9a-f]{1,16}")) {
      throw cursor.malformed(CAPABILITIES + ": not a hexadecimal number");
    }
    return Long.parseUnsignedLong(digits, HEX);
  }
}
