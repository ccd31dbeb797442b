// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/// Numbers told apart by one or two words, each with its attributes at hand. What comes beyond the
/// bound goes to the word `_OTHER`: no stranger's input makes series without end.
final class Tally {
  private static final int MAX_ROWS = 256;
  private static final String OTHER = "_OTHER";

  private record Words(String first, String second) {}

  /// One of the numbers.
  static final class Row {
    private final Attributes attributes;
    private long value;
    private boolean touched;

    private Row(Attributes attributes) {
      this.attributes = attributes;
    }

    void add(long number) {
      value += number;
      touched = true;
    }
  }

  private final AttributeKey<String> firstKey;
  private final AttributeKey<String> secondKey;
  private final Map<Words, Row> rows = new HashMap<>();

  /// @param firstKey the attribute that the first word is the value of
  /// @param secondKey the same of the second word, which may be left out when adding
  Tally(AttributeKey<String> firstKey, AttributeKey<String> secondKey) {
    this.firstKey = firstKey;
    this.secondKey = secondKey;
  }

  Tally(AttributeKey<String> key) {
    this(key, key);
  }

  void add(String first, String second, long number) {
    row(first, second).add(number);
  }

  void set(String word, long number) {
    Row row = row(word);
    row.value = number;
    row.touched = true;
  }

  /// Hands over every number there ever was.
  void recordAll(ObjLongConsumer<Attributes> sink) {
    for (Row row : rows.values()) {
      sink.accept(row.attributes, row.value);
    }
  }

  /// Hands over the numbers given since the last call, and starts at zero again.
  void recordAndReset(ObjLongConsumer<Attributes> sink) {
    for (Row row : rows.values()) {
      if (row.touched) {
        sink.accept(row.attributes, row.value);
        row.value = 0;
        row.touched = false;
      }
    }
  }

  /// Where numbers of this word add up.
  Row row(String word) {
    return row(word, "");
  }

  private Row row(String first, String second) {
    Words words = new Words(first, second);
    Row row = rows.get(words);
    if (row != null) {
      return row;
    }
    if (rows.size() >= MAX_ROWS) {
      words = new Words(OTHER, second.isEmpty() ? "" : OTHER);
    }
    return rows.computeIfAbsent(words, w -> new Row(attributes(w)));
  }

  private Attributes attributes(Words words) {
    return words.second().isEmpty()
        ? Attributes.of(firstKey, words.first())
        : Attributes.of(firstKey, words.first(), secondKey, words.second());
  }
}
