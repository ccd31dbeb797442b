// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import dev.procpush.config.YamlNode.Fields;
import dev.procpush.config.YamlNode.Items;
import dev.procpush.config.YamlNode.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A configuration file: settings by their names, and lists that only a file can hold, each at most
/// once.
///
/// @param name the file as the user named it
/// @param entries what stands in it
record ConfigFile(String name, List<YamlEntry> entries) {

  /// Where the user named none.
  static final ConfigFile NONE = new ConfigFile("", List.of());

  private static final int MOST_BYTES = 64 * 1024;
  private static final String ATTRIBUTE_RULES = "attribute_rules";
  private static final String PROC_METRICS = "proc_metrics";

  /// What is no setting, since it cannot be said in one line.
  private static final Set<String> LISTS = Set.of(ATTRIBUTE_RULES, PROC_METRICS);

  /// @param file the value of the setting that names the file
  static ConfigFile read(Given file) {
    Path path = file.as(Settings.CONFIG);
    String name = path.toString();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ConfigException(name + ": larger than " + MOST_BYTES + " bytes");
      }
      return parse(name, text(name, bytes));
    } catch (NoSuchFileException e) {
      throw new ConfigException(file.place() + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new ConfigException(file.place() + ": permission denied", e);
    } catch (IOException e) {
      throw new ConfigException(file.place() + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static ConfigFile parse(String name, String text) {
    List<YamlEntry> entries = new ArrayList<>();
    flatten("", new YamlReader(name, text).read(), entries);
    return new ConfigFile(name, entries);
  }

  /// A mapping opens a group of settings: its keys are joined by dots.
  private static void flatten(String prefix, Fields mapping, List<YamlEntry> entries) {
    for (YamlEntry entry : mapping.entries()) {
      String key = prefix + entry.key();
      if (entry.value() instanceof Fields group && !LISTS.contains(key)) {
        flatten(key + ".", group, entries);
      } else {
        entries.add(new YamlEntry(key, entry.value(), entry.line()));
      }
    }
  }

  /// The values of settings, by setting name.
  Map<String, Given> given() {
    Map<String, Setting<?>> settings =
        Settings.all().stream()
            .filter(setting -> !setting.equals(Settings.CONFIG))
            .collect(Collectors.toMap(Setting::name, setting -> setting));
    Map<String, Integer> lines = new HashMap<>();
    Map<String, Given> given = new HashMap<>();
    for (YamlEntry entry : entries) {
      boolean group = isGroup(entry.key(), settings);
      if (group && isEmpty(entry)) {
        continue;
      }
      Setting<?> setting = settings.get(entry.key());
      if (setting == null && !LISTS.contains(entry.key())) {
        throw refused(
            entry.line(),
            group && entry.value() instanceof Items
                ? singleValue(entry)
                : unknown(entry, settings.keySet()));
      }
      Integer before = lines.putIfAbsent(entry.key(), entry.line());
      if (before != null) {
        throw refused(entry.line(), "'" + entry.key() + "' is already set in line " + before);
      }
      if (setting != null) {
        given.put(entry.key(), value(setting, entry));
      }
    }
    return given;
  }

  /// The rules under `attribute_rules`.
  AttributeRules attributeRules() {
    return new AttributeRules(
        list(ATTRIBUTE_RULES, AttributeRule.KEYS).stream().map(AttributeRule::of).toList());
  }

  /// The metrics under `proc_metrics`.
  List<ProcMetric> procMetrics() {
    return ProcMetric.all(list(PROC_METRICS, ProcMetric.KEYS));
  }

  private List<ListEntry> list(String key, Set<String> keys) {
    return entries.stream()
        .filter(entry -> entry.key().equals(key))
        .flatMap(entry -> ListEntry.all(name, entry, keys).stream())
        .toList();
  }

  private Given value(Setting<?> setting, YamlEntry entry) {
    if (entry.value() instanceof Items items && setting.isList()) {
      return joined(setting, items);
    }
    if (!(entry.value() instanceof Text text)) {
      throw refused(entry.line(), singleValue(entry));
    }
    if (text.text() == null) {
      throw refused(entry.line(), "'" + entry.key() + "' has no value");
    }
    return checked(setting, entry.line(), text.text());
  }

  /// A list as it would be written in one line.
  private Given joined(Setting<?> setting, Items items) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : items.items()) {
      String text = item instanceof Text single ? single.text() : null;
      if (text == null || text.isEmpty() || text.contains(":")) {
        throw refused(item.line(), "'" + setting.name() + "' takes a list of single values");
      }
      texts.add(checked(setting, item.line(), text).text());
    }
    return checked(setting, items.line(), String.join(":", texts));
  }

  private Given checked(Setting<?> setting, int line, String text) {
    return Given.checked(setting, name + ":" + line + ": " + setting.name(), text);
  }

  /// Whether the key only opens a group, all of whose settings may be commented out.
  private static boolean isGroup(String key, Map<String, Setting<?>> settings) {
    return settings.keySet().stream().anyMatch(setting -> setting.startsWith(key + "."));
  }

  private static boolean isEmpty(YamlEntry entry) {
    return entry.value() instanceof Text text && text.text() == null;
  }

  private static String singleValue(YamlEntry entry) {
    return "'" + Given.shortened(entry.key()) + "' takes a single value";
  }

  private static String unknown(YamlEntry entry, Set<String> settings) {
    Set<String> known = new TreeSet<>(settings);
    known.addAll(LISTS);
    return "unknown key '"
        + Given.shortened(entry.key())
        + "'"
        + Spelling.question(entry.key(), known);
  }

  private ConfigException refused(int line, String what) {
    return new ConfigException(name + ":" + line + ": " + what);
  }

  private static String text(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException(name + ": not UTF-8", e);
    }
  }
}
