// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.otlp.KeyValueMarshaler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Attribute sets as a data point of numbers has them, encoded once for each instance and kept from
/// one export to the next. A set that an export no longer had is forgotten, so that what belongs to
/// a namespace goes with it.
final class EncodedAttributes {
  private static final int SMALLEST = 64;
  private static final int ATTRIBUTES = 7;
  private static final byte[] NONE = {};

  private @Nullable Attributes[] keys = new @Nullable Attributes[SMALLEST];
  private byte[][] encoded = new byte[SMALLEST][];
  private int[] seen = new int[SMALLEST];
  private int used;
  private int seenNow;
  private int round = 1;

  /// The attributes as repeated fields of a data point.
  byte[] of(Attributes attributes) {
    if (attributes.isEmpty()) {
      return NONE;
    }
    int slot = slot(attributes);
    if (keys[slot] == null) {
      keys[slot] = attributes;
      encoded[slot] = encode(attributes);
      used++;
    }
    byte[] found = encoded[slot];
    if (seen[slot] != round) {
      seen[slot] = round;
      seenNow++;
    }
    if (used * 2 > keys.length) {
      rebuild(keys.length * 2, 0);
    }
    return found;
  }

  /// An export has ended: what it did not have is forgotten.
  void endRound() {
    if (seenNow < used) {
      int capacity = SMALLEST;
      while (capacity < seenNow * 4) {
        capacity *= 2;
      }
      rebuild(capacity, round);
    }
    round++;
    seenNow = 0;
  }

  /// How many are remembered.
  int count() {
    return used;
  }

  private static byte[] encode(Attributes attributes) {
    return ProtobufOutput.bytes(
        out -> {
          for (KeyValueMarshaler attribute : KeyValueMarshaler.createForAttributes(attributes)) {
            out.message(ATTRIBUTES, ProtobufOutput.bytes(attribute));
          }
        });
  }

  private int slot(Attributes attributes) {
    int mask = keys.length - 1;
    int hash = System.identityHashCode(attributes) * 0x9E3779B9;
    int slot = (hash >>> 8) & mask;
    while (keys[slot] != null && !same(keys[slot], attributes)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  @SuppressWarnings(
      "ReferenceEquality") // an instance is what is remembered: equals would cost more
  private static boolean same(@Nullable Attributes one, Attributes other) {
    return one == other;
  }

  /// Moves the entries to new arrays; with a round, only those seen in it.
  private void rebuild(int capacity, int onlyRound) {
    @Nullable Attributes[] oldKeys = keys;
    byte[][] oldEncoded = encoded;
    int[] oldSeen = seen;
    keys = Arrays.copyOf(new @Nullable Attributes[0], capacity);
    encoded = new byte[capacity][];
    seen = new int[capacity];
    used = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      Attributes key = oldKeys[i];
      if (key != null && (onlyRound == 0 || oldSeen[i] == onlyRound)) {
        int slot = slot(key);
        keys[slot] = key;
        encoded[slot] = oldEncoded[i];
        seen[slot] = oldSeen[i];
        used++;
      }
    }
  }
}
