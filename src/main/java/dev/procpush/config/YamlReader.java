// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import dev.procpush.config.YamlNode.Fields;
import dev.procpush.config.YamlNode.Items;
import dev.procpush.config.YamlNode.Text;
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

/// Reads the small part of YAML that settings need: mappings of plain keys and lists, a few levels
/// deep, of single values. Aliases and further documents are refused, so that no file is larger in
/// memory than on disk.
final class YamlReader {

  private static final int MOST_LEVELS = 4;
  private static final int MOST_VALUES = 5_000;

  private final String name;
  private final Iterator<Event> events;
  private int values;

  YamlReader(String name, String text) {
    this.name = name;
    // without the mark that some editors put first
    String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.events = new Parse(LoadSettings.builder().build()).parseString(yaml).iterator();
  }

  /// The file's mapping, in the order of the file; empty where there is nothing in it.
  Fields read() {
    try {
      return document();
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(
          place(e.getProblemMark()) + ": not valid YAML: " + oneLine(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(name + ": not valid YAML: " + oneLine(e.getMessage()), e);
    }
  }

  private Fields document() {
    events.next(); // of the stream
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return new Fields(List.of(), 1);
    }
    Event first = next();
    Fields root =
        switch (node(first, 1)) {
          case Fields fields -> fields;
          case Text text when text.text() == null -> new Fields(List.of(), text.line());
          case Text _, Items _ -> throw refused(first, "not a mapping of settings to values");
        };
    events.next(); // end of the document
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw refused(end, "more than one document");
    }
    return root;
  }

  private YamlNode node(Event first, int level) {
    if (++values > MOST_VALUES) {
      throw refused(first, "more than " + MOST_VALUES + " values");
    }
    int line = line(first.getStartMark());
    if (first instanceof ScalarEvent scalar) {
      return new Text(valueOf(scalar), line);
    }
    if (level > MOST_LEVELS) {
      throw refused(first, "nested too deeply");
    }
    return first.getEventId() == Event.ID.SequenceStart
        ? new Items(items(level), line)
        : new Fields(entries(level), line);
  }

  private List<YamlNode> items(int level) {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(event, level + 1));
    }
    return items;
  }

  private List<YamlEntry> entries(int level) {
    List<YamlEntry> entries = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw refused(event, "a key that is not plain text");
      }
      int line = line(key.getStartMark());
      entries.add(new YamlEntry(key.getValue(), node(next(), level + 1), line));
    }
    return entries;
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
