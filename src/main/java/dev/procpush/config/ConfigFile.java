// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A configuration file: settings by their names, each at most once.
///
/// @param name the file as the user named it
/// @param entries what stands in it
record ConfigFile(String name, List<YamlEntry> entries) {

  private static final int MOST_BYTES = 64 * 1024;

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
    return new ConfigFile(name, new YamlReader(name, text).read());
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
      if (entry.text() == null && isGroup(entry.key(), settings)) {
        continue;
      }
      Setting<?> setting = settings.get(entry.key());
      if (setting == null) {
        throw refused(
            entry,
            "unknown key '"
                + Given.shortened(entry.key())
                + "'"
                + Spelling.question(entry.key(), settings.keySet()));
      }
      Integer before = lines.putIfAbsent(entry.key(), entry.line());
      if (before != null) {
        throw refused(entry, "'" + entry.key() + "' is already set in line " + before);
      }
      if (entry.text() == null) {
        throw refused(entry, "'" + entry.key() + "' has no value");
      }
      String place = name + ":" + entry.line() + ": " + entry.key();
      given.put(entry.key(), Given.checked(setting, place, entry.text()));
    }
    return given;
  }

  /// Whether the key only opens a group, all of whose settings may be commented out.
  private static boolean isGroup(String key, Map<String, Setting<?>> settings) {
    return settings.keySet().stream().anyMatch(setting -> setting.startsWith(key + "."));
  }

  private ConfigException refused(YamlEntry entry, String what) {
    return new ConfigException(name + ":" + entry.line() + ": " + what);
  }

  private static String text(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException(name + ": not UTF-8", e);
    }
  }
}
