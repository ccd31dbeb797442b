// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Answers of the kernel: captured ones, and ones put together as other kernels would.
final class Answers {

  /// A parser's `parse`.
  @FunctionalInterface
  interface Parser {
    Object parse(byte[] bytes, int length) throws MalformedKernelDataException;
  }

  private Answers() {}

  /// One of `src/test/fixtures/captured/netlink-6.18`.
  static byte[] captured(String name) throws IOException {
    return Files.readAllBytes(
        Path.of("src/test/fixtures/captured/netlink-6.18/proc/7180/netlink", name + ".bin"));
  }

  static byte[] message(int type, byte[]... parts) {
    byte[] payload = join(parts);
    return join(
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putInt(16 + payload.length)
            .putShort((short) type)
            .array(),
        payload);
  }

  static byte[] attribute(int type, byte... value) {
    int size = 4 + value.length;
    return ByteBuffer.allocate(size + 3 & ~3)
        .order(ByteOrder.nativeOrder())
        .putShort((short) size)
        .putShort((short) type)
        .put(value)
        .array();
  }

  static byte[] attribute(int type, String text) {
    return attribute(type, (text + "\0").getBytes(UTF_8));
  }

  static byte[] int32(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.nativeOrder());
    Arrays.stream(values).forEach(bytes::putInt);
    return bytes.array();
  }

  static byte[] int64(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.nativeOrder());
    Arrays.stream(values).forEach(bytes::putLong);
    return bytes.array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /// @return how many of a hundred thousand damaged copies were refused; each of the others gave
  ///   something
  static int refusedMutants(Parser parser, byte[] answer) {
    ByteMutants mutants = new ByteMutants(answer, 25);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(parser.parse(mutant, mutant.length)).isNotNull();
      } catch (MalformedKernelDataException e) {
        refused++;
      }
    }
    return refused;
  }

  /// @return how many of the answer's beginnings were taken for a whole one
  static int acceptedBeginnings(Parser parser, byte[] answer) {
    int accepted = 0;
    for (int length = 0; length < answer.length; length++) {
      try {
        assertThat(parser.parse(answer, length)).isNotNull();
        accepted++;
      } catch (MalformedKernelDataException e) {
        assertThat(e).hasMessageContaining("impossible length");
      }
    }
    return accepted;
  }
}
