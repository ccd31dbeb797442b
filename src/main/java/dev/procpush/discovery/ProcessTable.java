// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The known processes by pid: a hash table with open addressing, so that looking one up allocates
/// nothing.
final class ProcessTable {
  private static final int SMALLEST = 64;

  private @Nullable KnownProcess[] slots = new KnownProcess[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  @Nullable KnownProcess get(int pid) {
    return slots[slotOf(pid)];
  }

  /// Adds a process in place of one with the same pid, if any.
  void put(KnownProcess process) {
    int slot = slotOf(process.pid);
    if (slots[slot] == null) {
      size++;
    }
    slots[slot] = process;
    if (size * 2 > slots.length) {
      rehash(slots.length * 2);
    }
  }

  void forEach(Consumer<KnownProcess> action) {
    for (KnownProcess process : slots) {
      if (process != null) {
        action.accept(process);
      }
    }
  }

  /// @return whether there were any
  boolean removeIf(Predicate<KnownProcess> condition) {
    int before = size;
    for (int i = 0; i < slots.length; i++) {
      KnownProcess process = slots[i];
      if (process != null && condition.test(process)) {
        slots[i] = null;
        size--;
      }
    }
    if (size == before) {
      return false;
    }
    boolean sparse = slots.length > SMALLEST && size * 8 < slots.length;
    rehash(sparse ? slots.length / 2 : slots.length);
    return true;
  }

  private void rehash(int capacity) {
    @Nullable KnownProcess[] old = slots;
    slots = new KnownProcess[capacity];
    Arrays.stream(old)
        .forEach(
            process -> {
              if (process != null) {
                slots[slotOf(process.pid)] = process;
              }
            });
  }

  /// The slot of the pid, or the free one where it belongs.
  private int slotOf(int pid) {
    int mask = slots.length - 1;
    int slot = (pid * 0x9E3779B9) >>> 7 & mask;
    while (true) {
      KnownProcess process = slots[slot];
      if (process == null || process.pid == pid) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }
}
