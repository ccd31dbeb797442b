// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the small part of YAML that settings need: mappings of plain keys, a few levels deep, to
/// single values. Lists, aliases and further documents are refused, so that no file is larger in
/// memory than on disk.
final class YamlReader {

  private static final int MOST_LEVELS = 4;
  private static final int MOST_ENTRIES = 1_000;

  private final String name;
  private final Iterator<Event> events;
  private final List<YamlEntry> entries = new ArrayList<>();

  YamlReader(String name, String text) {
    this.name = name;
    // without the mark that some editors put first
    String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.events = new Parse(LoadSettings.builder().build()).parseString(yaml).iterator();
  }

  /// All entries, in the order of the file.
  List<YamlEntry> read() {
    try {
      document();
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(
          place(e.getProblemMark()) + ": not valid YAML: " + oneLine(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(name + ": not valid YAML: " + oneLine(e.getMessage()), e);
    }
    return entries;
  }

  private void document() {
    events.next(); // of the stream
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return;
    }
    Event root = next();
    switch (root.getEventId()) {
      case MappingStart -> mapping("", 1);
      case Scalar -> {
        if (valueOf((ScalarEvent) root) != null) {
          throw refused(root, "not a mapping of settings to values");
        }
      }
      default -> throw refused(root, "not a mapping of settings to values");
    }
    events.next(); // end of the document
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw refused(end, "more than one document");
    }
  }

  private void mapping(String prefix, int level) {
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw refused(event, "a key that is not plain text");
      }
      value(prefix + key.getValue(), line(key.getStartMark()), level);
    }
  }

  private void value(String key, int line, int level) {
    Event event = next();
    switch (event.getEventId()) {
      case Scalar -> {
        entries.add(new YamlEntry(key, valueOf((ScalarEvent) event), line));
        if (entries.size() > MOST_ENTRIES) {
          throw refused(event, "more than " + MOST_ENTRIES + " keys");
        }
      }
      case MappingStart -> {
        if (level == MOST_LEVELS) {
          throw refused(event, "nested too deeply");
        }
        mapping(key + ".", level + 1);
      }
      default -> throw refused(event, "'" + Given.shortened(key) + "' takes a single value");
    }
  }

  /// The next event of a node, which is neither an alias nor can it be the target of one.
  private Event next() {
    Event event = events.next();
    boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
    if (event.getEventId() == Event.ID.Alias || anchored) {
      throw refused(event, "anchors and aliases are not taken here");
    }
    return event;
  }

  private static @Nullable String valueOf(ScalarEvent scalar) {
    String text = scalar.getValue();
    boolean none = text.isEmpty() || text.equals("~") || text.equals("null");
    return scalar.isPlain() && none ? null : text;
  }

  private ConfigException refused(Event event, String what) {
    return new ConfigException(place(event.getStartMark()) + ": " + what);
  }

  private String place(Optional<Mark> mark) {
    return name + ":" + line(mark);
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "no reason known" : text.lines().findFirst().orElse("");
  }
}
