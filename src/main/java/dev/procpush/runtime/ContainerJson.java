// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.procpush.discovery.InspectedContainer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What Docker and Podman say of containers, read as a stream. Nothing is kept but names, image and
/// the labels that are wanted, above all no environment.
final class ContainerJson {
  private static final int MAX_LABELS = 100;
  private static final int MAX_TEXT = 4096;
  private static final int MAX_NESTING = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(RuntimeRequests.MAX_BYTES)
                  .maxNameLength(MAX_TEXT)
                  .build())
          .build();

  private final Predicate<String> wanted;
  private final Map<String, String> labels = new HashMap<>();
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String image;
  private @Nullable String imageId;

  private ContainerJson(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /// The answer of `/containers/json`.
  static void list(InputStream json, Predicate<String> labels, Consumer<InspectedContainer> each)
      throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser.nextToken(), JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        ContainerJson container = new ContainerJson(labels);
        container.fields(parser, ContainerJson::takeListed);
        each.accept(container.result());
      }
      expect(parser.currentToken(), JsonToken.END_ARRAY);
    }
  }

  /// The answer of `/containers/<id>/json`.
  static InspectedContainer inspected(InputStream json, Predicate<String> labels)
      throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      ContainerJson container = new ContainerJson(labels);
      container.fields(parser, ContainerJson::takeInspected);
      return container.result();
    }
  }

  private InspectedContainer result() throws RuntimeFailure {
    if (id == null || name == null) {
      throw RuntimeFailure.notExpected();
    }
    return new InspectedContainer(id, name, image, imageId, labels);
  }

  private void takeListed(JsonParser parser, String field, JsonToken value) throws IOException {
    switch (field) {
      case "Id" -> id = text(parser, value);
      case "Names" -> takeNames(parser, value);
      case "Image" -> image = text(parser, value);
      case "ImageID" -> imageId = text(parser, value);
      case "Labels" -> takeLabels(parser, value);
      default -> parser.skipChildren();
    }
  }

  private void takeInspected(JsonParser parser, String field, JsonToken value) throws IOException {
    switch (field) {
      case "Id" -> id = text(parser, value);
      case "Name" -> takeName(text(parser, value));
      case "Image" -> imageId = text(parser, value);
      case "Config" -> {
        if (value == JsonToken.START_OBJECT) {
          fields(parser, ContainerJson::takeConfiguration);
        } else {
          parser.skipChildren();
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void takeConfiguration(JsonParser parser, String field, JsonToken value)
      throws IOException {
    switch (field) {
      case "Image" -> image = text(parser, value);
      case "Labels" -> takeLabels(parser, value);
      default -> parser.skipChildren();
    }
  }

  /// A container has one name of its own, and one for each that links to it: `/web/db`.
  private void takeNames(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      String text = text(parser, require(token));
      if (text != null && text.lastIndexOf('/') <= 0) {
        takeName(text);
      }
    }
  }

  private void takeName(@Nullable String text) {
    if (text != null) {
      name = text.startsWith("/") ? text.substring(1) : text;
    }
  }

  private void takeLabels(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    fields(
        parser,
        (container, stream, key, token) -> {
          boolean taken = container.labels.size() < MAX_LABELS && container.wanted.test(key);
          String text = taken ? text(stream, token) : null;
          if (text == null) {
            stream.skipChildren();
          } else {
            container.labels.put(key, text);
          }
        });
  }

  private interface Field {
    void take(ContainerJson container, JsonParser parser, String name, JsonToken value)
        throws IOException;
  }

  private void fields(JsonParser parser, Field each) throws IOException {
    JsonToken token;
    while ((token = parser.nextToken()) == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      each.take(this, parser, field, require(parser.nextToken()));
    }
    expect(token, JsonToken.END_OBJECT);
  }

  /// @return null for anything but a text, and for one that is too long
  private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return null;
    }
    String text = parser.getText();
    return text.isEmpty() || text.length() > MAX_TEXT ? null : text;
  }

  private static JsonToken require(@Nullable JsonToken token) throws RuntimeFailure {
    if (token == null) {
      throw RuntimeFailure.notExpected();
    }
    return token;
  }

  private static void expect(@Nullable JsonToken token, JsonToken expected) throws RuntimeFailure {
    if (token != expected) {
      throw RuntimeFailure.notExpected();
    }
  }
}
