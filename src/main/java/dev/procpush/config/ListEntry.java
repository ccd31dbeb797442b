// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import dev.procpush.config.YamlNode.Fields;
import dev.procpush.config.YamlNode.Items;
import dev.procpush.config.YamlNode.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One mapping of a list in a configuration file. Every complaint names file, line and list.
final class ListEntry {

  private static final int MOST = 100;

  private final String file;
  private final String list;
  private final int line;
  private final Map<String, YamlEntry> fields = new LinkedHashMap<>();

  private ListEntry(String file, String list, int line) {
    this.file = file;
    this.list = list;
    this.line = line;
  }

  /// All mappings of a list.
  ///
  /// @param keys those that a mapping may have
  static List<ListEntry> all(String file, YamlEntry list, Set<String> keys) {
    List<ListEntry> entries = new ArrayList<>();
    for (YamlNode item : items(file, list)) {
      ListEntry entry = new ListEntry(file, list.key(), item.line());
      if (!(item instanceof Fields mapping)) {
        throw entry.refused("not a mapping of keys to values");
      }
      entry.addAll(mapping, keys);
      entries.add(entry);
      if (entries.size() > MOST) {
        throw entry.refused("more than " + MOST + " entries");
      }
    }
    return entries;
  }

  /// The items of a list, of which there are none where everything behind the key is commented out.
  private static List<YamlNode> items(String file, YamlEntry list) {
    return switch (list.value()) {
      case Items items -> items.items();
      case Text text when text.text() == null -> List.of();
      case Text _, Fields _ ->
          throw new ConfigException(
              file + ":" + list.line() + ": '" + list.key() + "' takes a list of mappings");
    };
  }

  private void addAll(Fields mapping, Set<String> keys) {
    for (YamlEntry field : mapping.entries()) {
      if (!keys.contains(field.key())) {
        throw refused(
            field.line(),
            "unknown key '"
                + Given.shortened(field.key())
                + "'"
                + Spelling.question(field.key(), keys));
      }
      YamlEntry before = fields.putIfAbsent(field.key(), field);
      if (before != null) {
        throw refused(
            field.line(), "'" + field.key() + "' is already set in line " + before.line());
      }
    }
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  /// A value that must be there.
  ///
  /// @param parser throws an `IllegalArgumentException` that says what is wrong, as [Values] do
  <T> T value(String key, Function<String, T> parser) {
    return parsed(key, field(key), parser);
  }

  /// A value that need not be there.
  <T> T value(String key, Function<String, T> parser, T otherwise) {
    return has(key) ? value(key, parser) : otherwise;
  }

  /// The values of a list of single values; of a list of one where a single value stands instead.
  <T> List<T> values(String key, Function<String, T> parser) {
    YamlEntry field = field(key);
    if (!(field.value() instanceof Items items)) {
      return List.of(parsed(key, field, parser));
    }
    return items.items().stream()
        .map(item -> parsed(key, new YamlEntry(key, item, item.line()), parser))
        .toList();
  }

  /// The keys of a mapping and their values.
  List<YamlEntry> mapping(String key) {
    YamlEntry field = field(key);
    if (field.value() instanceof Fields mapping) {
      return mapping.entries();
    }
    throw refused(field.line(), "'" + key + "' takes a mapping");
  }

  /// The value of a key of a mapping.
  String text(YamlEntry field) {
    return parsed(field.key(), field, Function.identity());
  }

  /// Where a key stands; where the entry begins if it does not.
  int line(String key) {
    YamlEntry field = fields.get(key);
    return field == null ? line : field.line();
  }

  /// A complaint about the entry as a whole.
  ConfigException refused(String what) {
    return refused(line, what);
  }

  ConfigException refused(int inLine, String what) {
    return new ConfigException(file + ":" + inLine + ": " + list + ": " + what);
  }

  private YamlEntry field(String key) {
    YamlEntry field = fields.get(key);
    if (field == null) {
      throw refused("'" + key + "' is missing");
    }
    return field;
  }

  private <T> T parsed(String key, YamlEntry field, Function<String, T> parser) {
    @Nullable String text = field.value() instanceof Text single ? single.text() : null;
    if (text == null) {
      throw refused(
          field.line(),
          "'"
              + Given.shortened(key)
              + (field.value() instanceof Text ? "' has no value" : "' takes a single value"));
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw refused(
          field.line(), Given.shortened(key) + "=" + Given.shortened(text) + ": " + e.getMessage());
    }
  }
}
