// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// The same for each call, however long was waited.
public record FixedPatience(long leftNanos) implements Patience {
  @Override
  public long deadline() {
    return System.nanoTime() + leftNanos;
  }

  @Override
  public void spend(long nanos) {
    // each call has its own
  }
}
