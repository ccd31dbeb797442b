// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes protobuf's wire format into a stream. Every field number that occurs here is below 16, so
/// that a tag is one byte.
final class ProtobufOutput {
  /// What a message or a string begins with, besides its tag.
  static final int LENGTH_DELIMITED = 2;

  /// What a number of 64 bits that is not a varint begins with.
  static final int FIXED64 = 1;

  /// How many bytes a field of 64 bits has, its tag among them.
  static final int FIXED64_FIELD = 9;

  /// Writes a number in one store: byte by byte, a cycle's hundred thousand take three times as
  /// long.
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int BUFFER = 8_192;
  private static final int SMALL = 256;
  private static final int LONGEST_FIELD = 11;

  /// Writes what is encoded once and kept.
  interface Content {
    void write(ProtobufOutput out) throws IOException;
  }

  private final OutputStream out;
  private final byte[] buffer;
  private int used;

  ProtobufOutput(OutputStream out) {
    this(out, BUFFER);
  }

  private ProtobufOutput(OutputStream out, int capacity) {
    this.out = out;
    this.buffer = new byte[capacity];
  }

  /// The bytes of something small.
  static byte[] bytes(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(SMALL);
    ProtobufOutput out = new ProtobufOutput(bytes, SMALL);
    try {
      content.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array takes everything
    }
    return bytes.toByteArray();
  }

  /// The bytes of a message that the SDK encodes.
  static byte[] bytes(Marshaler message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getBinarySerializedSize());
    try {
      message.writeBinaryTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array takes everything
    }
    return bytes.toByteArray();
  }

  static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  /// How many bytes a message of that length has as a field of another.
  static long field(long length) {
    return 1 + varintLength(length) + length;
  }

  private static int varintLength(long value) {
    int length = 1;
    for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
      length++;
    }
    return length;
  }

  /// A tag and a number as a varint: the length of what follows, or a small value.
  void varint(int tag, long value) throws IOException {
    reserve();
    buffer[used++] = (byte) tag;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[used++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[used++] = (byte) rest;
  }

  /// A tag and a number of 64 bits.
  void fixed64(int tag, long value) throws IOException {
    reserve();
    buffer[used] = (byte) tag;
    LONGS.set(buffer, used + 1, value);
    used += FIXED64_FIELD;
  }

  /// A string, which is not written when empty.
  void string(int field, @Nullable String text) throws IOException {
    if (text != null && !text.isEmpty()) {
      message(field, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// A message that is encoded already.
  void message(int field, byte[] encoded) throws IOException {
    varint(tag(field, LENGTH_DELIMITED), encoded.length);
    raw(encoded);
  }

  /// Fields that are encoded already.
  void raw(byte[] encoded) throws IOException {
    int length = encoded.length;
    if (length > buffer.length - used) {
      flush();
      if (length > buffer.length) {
        out.write(encoded, 0, length);
        return;
      }
    }
    System.arraycopy(encoded, 0, buffer, used, length);
    used += length;
  }

  /// Hands all to the stream.
  void flush() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }

  private void reserve() throws IOException {
    if (used > buffer.length - LONGEST_FIELD) {
      flush();
    }
  }
}
