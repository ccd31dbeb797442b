// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a Collector says of a request that it has taken, wholly or in part: the
/// `ExportMetricsPartialSuccess` in its answer
/// (opentelemetry/proto/collector/metrics/v1/metrics_service.proto).
///
/// @param rejected how many data points it has not taken
/// @param message why not, or a warning where it has taken all; the beginning of what the Collector
///   wrote
record PartialSuccess(long rejected, String message) {
  /// Nothing to tell: all was taken.
  static final PartialSuccess NONE = new PartialSuccess(0, "");

  /// The most bytes of a message that are looked at: no log line shows more of it.
  private static final int MOST_OF_MESSAGE = 1_024;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int WIRE_TYPE_BITS = 3;

  private static final long PARTIAL_SUCCESS = 1 << WIRE_TYPE_BITS | LENGTH_DELIMITED;
  private static final long REJECTED_DATA_POINTS = 1 << WIRE_TYPE_BITS | VARINT;
  private static final long ERROR_MESSAGE = 2 << WIRE_TYPE_BITS | LENGTH_DELIMITED;

  /// Reads it from an `ExportMetricsServiceResponse`. One that is no such message says nothing: the
  /// status has already told that the request was taken.
  static PartialSuccess of(byte @Nullable [] response) {
    if (response == null || response.length == 0) {
      return NONE;
    }
    try {
      PartialSuccess told = NONE;
      ByteBuffer in = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN);
      while (in.hasRemaining()) {
        long tag = varint(in);
        if (tag == PARTIAL_SUCCESS) {
          told = fields(bytes(in));
        } else {
          skip(in, tag);
        }
      }
      return told;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return NONE;
    }
  }

  private static PartialSuccess fields(ByteBuffer in) {
    long rejected = 0;
    String message = "";
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag == REJECTED_DATA_POINTS) {
        rejected = Math.max(0, varint(in));
      } else if (tag == ERROR_MESSAGE) {
        ByteBuffer text = bytes(in);
        text.limit(Math.min(text.limit(), MOST_OF_MESSAGE));
        message = StandardCharsets.UTF_8.decode(text).toString();
      } else {
        skip(in, tag);
      }
    }
    return rejected == 0 && message.isBlank() ? NONE : new PartialSuccess(rejected, message);
  }

  private static void skip(ByteBuffer in, long tag) {
    switch ((int) tag & 7) {
      case VARINT -> varint(in);
      case FIXED64 -> in.getLong();
      case LENGTH_DELIMITED -> bytes(in);
      case FIXED32 -> in.getInt();
      default -> throw new IllegalArgumentException("wire type of tag " + tag);
    }
  }

  private static ByteBuffer bytes(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return part;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = in.get();
      value |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than ten bytes");
  }
}
