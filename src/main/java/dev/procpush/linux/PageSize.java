// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;

/// The size of a memory page of the running kernel, in which it counts some memory.
public final class PageSize {
  private PageSize() {}

  /// In bytes.
  public static int bytes() {
    try (Arena arena = Arena.ofConfined()) {
      return new Libc(arena).getpagesize();
    }
  }
}
