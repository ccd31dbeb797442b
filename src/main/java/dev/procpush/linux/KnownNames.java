// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of files that are asked for again and again, as the kernel takes them.
final class KnownNames {
  private static final int MOST = 64;

  private final Arena arena;
  private final Map<String, MemorySegment> names = new HashMap<>();

  KnownNames(Arena arena) {
    this.arena = arena;
  }

  /// @return null when the name is not known
  @Nullable MemorySegment get(String name) {
    return names.get(name);
  }

  /// Remembers a name, if there is room for one more.
  ///
  /// @param relative what of it the kernel is asked for
  void add(String name, String relative) {
    if (names.size() < MOST) {
      names.put(name, arena.allocateFrom(relative));
    }
  }
}
