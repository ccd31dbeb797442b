// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.util.Arrays;
import java.util.Random;

/// Damaged copies of a kernel file, the same ones in every run.
public final class ByteMutants {
  private static final byte[] TELLING =
      "\n :|-+.0123456789()/\0\t\u00ff".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

  private final byte[] original;
  private final Random random;

  public ByteMutants(byte[] original, long seed) {
    this.original = original.clone();
    this.random = new Random(seed);
  }

  /// The next copy: one to four bytes changed, taken out, put in or repeated, or the end cut off.
  public byte[] next() {
    byte[] mutant = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && mutant.length > 0; i++) {
      mutant = changed(mutant, random.nextInt(mutant.length));
    }
    return mutant;
  }

  private byte[] changed(byte[] bytes, int at) {
    return switch (random.nextInt(6)) {
      case 0 -> replaced(bytes, at, (byte) random.nextInt(256));
      case 1 -> replaced(bytes, at, TELLING[random.nextInt(TELLING.length)]);
      case 2 -> spliced(bytes, at, at + 1, new byte[0]);
      case 3 -> spliced(bytes, at, at, new byte[] {TELLING[random.nextInt(TELLING.length)]});
      case 4 -> Arrays.copyOf(bytes, at);
      default -> {
        int end = Math.min(bytes.length, at + random.nextInt(200));
        yield spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
    };
  }

  private static byte[] replaced(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }
}
