// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.text.TextEscapes;
import io.opentelemetry.api.common.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.StringJoiner;

/// An attribute's value as the text that the Collector makes of it for a label.
final class AttributeText {
  private AttributeText() {}

  static String of(Object value) {
    return switch (value) {
      case String text -> text;
      case List<?> list -> array(list);
      case Double number -> number(number);
      case Value<?> typed -> typed.asString();
      default -> String.valueOf(value);
    };
  }

  private static String array(List<?> values) {
    StringJoiner json = new StringJoiner(",", "[", "]");
    for (Object value : values) {
      json.add(value instanceof String text ? quoted(text) : of(value));
    }
    return json.toString();
  }

  /// A number without an exponent and without zeros that say nothing.
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /// A JSON string as the Collector's language writes it.
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\u2028', '\u2029' -> TextEscapes.appendEscape(json, c);
        default -> {
          if (c < ' ') {
            TextEscapes.appendEscape(json, c);
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
