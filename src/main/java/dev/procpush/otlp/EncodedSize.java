// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many bytes protobuf needs for the parts that all OTLP messages are made of. Every field
/// number that occurs here is below 16, so that a tag is one byte.
final class EncodedSize {
  static final int TAG = 1;

  /// A 64-bit value that is always written.
  static final int FIXED64 = TAG + 8;

  /// An enum value or a flag that is written.
  static final int SMALL = TAG + 1;

  private EncodedSize() {}

  /// A number as a varint.
  static int varint(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  /// A message, string or byte field of so many bytes, which is written even when empty.
  static long field(long length) {
    return TAG + varint(length) + length;
  }

  /// A string or byte field, which is not written when empty.
  static long optionalField(long length) {
    return length == 0 ? 0 : field(length);
  }

  /// A 64-bit field, which is not written when zero.
  static int optionalFixed64(long value) {
    return value == 0 ? 0 : FIXED64;
  }

  /// A string field, which is not written when empty.
  static long string(@Nullable String text) {
    return text == null ? 0 : optionalField(utf8(text));
  }

  /// A string in UTF-8; half of a surrogate pair becomes a question mark.
  static int utf8(String text) {
    int length = text.length();
    int bytes = length;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += beyondAscii(text, i, c);
      }
    }
    return bytes;
  }

  /// What the character needs beyond one byte. Both halves of a pair together need four bytes,
  /// which is one more than each of them alone is counted with.
  private static int beyondAscii(String text, int index, char c) {
    if (c < 0x800) {
      return 1;
    }
    if (!Character.isSurrogate(c)) {
      return 2;
    }
    boolean paired =
        Character.isHighSurrogate(c)
            ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
            : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    return paired ? 1 : 0;
  }

  /// Attributes, each as a repeated field of the message that has them.
  static long attributes(Attributes attributes) {
    Sum sum = new Sum();
    attributes.forEach(sum::add);
    return sum.bytes;
  }

  private static final class Sum {
    private long bytes;

    private void add(AttributeKey<?> key, Object value) {
      bytes += field(string(key.getKey()) + field(anyValue(value)));
    }
  }

  private static long anyValue(Object value) {
    return switch (value) {
      case String text -> field(utf8(text));
      case Boolean _ -> SMALL;
      case Long number -> TAG + varint(number);
      case Double _ -> FIXED64;
      case List<?> list -> field(array(list));
      case Value<?> typed -> typed(typed);
      default -> throw new IllegalArgumentException("no OTLP value: " + value.getClass());
    };
  }

  private static long array(List<?> values) {
    long bytes = 0;
    for (Object value : values) {
      bytes += field(anyValue(value));
    }
    return bytes;
  }

  private static long typed(Value<?> value) {
    return switch (value.getType()) {
      case BYTES -> field(((ByteBuffer) value.getValue()).remaining());
      case KEY_VALUE_LIST -> field(keyValues((List<?>) value.getValue()));
      case ARRAY -> field(array((List<?>) value.getValue()));
      case EMPTY -> 0;
      default -> anyValue(value.getValue());
    };
  }

  private static long keyValues(List<?> pairs) {
    long bytes = 0;
    for (Object pair : pairs) {
      KeyValue keyValue = (KeyValue) pair;
      bytes += field(string(keyValue.getKey()) + field(typed(keyValue.getValue())));
    }
    return bytes;
  }
}
