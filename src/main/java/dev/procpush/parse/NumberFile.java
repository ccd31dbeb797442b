// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.procpush.parse.MalformedKernelDataException.Loss;
import org.jspecify.annotations.Nullable;

/// A file that is one number, such as `memory.current`, `net/netfilter/nf_conntrack_max`, or a
/// sensor's `temp1_input`. Where it holds none it is [KernelNumber#NONE]. One of another shape
/// costs one value, which is all that it has.
///
/// @param kind what the kernel's source says of the number
public record NumberFile(KernelNumber kind) implements Parser<Long> {
  /// An amount or a count.
  public static final NumberFile AMOUNT = new NumberFile(KernelNumber.AMOUNT);

  /// A limit of a cgroup, which may be `max`: `memory.max`, `pids.max`, version 1's
  /// `memory.limit_in_bytes` and `cpu.cfs_quota_us`.
  public static final NumberFile LIMIT = new NumberFile(KernelNumber.BYTE_LIMIT);

  private static final byte[] MAX = "max".getBytes(US_ASCII);

  @Override
  public Long parse(ByteCursor text) throws MalformedKernelDataException {
    try {
      return number(text);
    } catch (MalformedKernelDataException e) {
      throw e.costing(Loss.VALUE);
    }
  }

  private long number(ByteCursor text) throws MalformedKernelDataException {
    text.nextLine();
    boolean isMax = kind == KernelNumber.BYTE_LIMIT && text.skipIf(MAX);
    long number = isMax ? KernelNumber.NONE : text.number(kind, "value");
    if (text.hasField() || text.nextLine()) {
      throw text.malformed("more than one number");
    }
    return number;
  }

  /// The number that was found.
  ///
  /// @param number null where there is no such file
  public static long orNone(@Nullable Long number) {
    return number == null ? KernelNumber.NONE : number;
  }
}
