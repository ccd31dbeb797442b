// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A `containers.json` of the containers/storage library: an array with `id`, `names`, `image` and
/// `metadata` of each container, the last being JSON within a string, whose keys are the runtime's.
final class StorageList {
  private static final int MOST = 20_000;

  private final Map<String, ContainerNames> found = new HashMap<>();

  private StorageList() {}

  /// What it says of each container, by id. Of one that is cut short, what stands before the cut.
  static Map<String, ContainerNames> parse(byte[] json) {
    StorageList list = new StorageList();
    try (JsonParser parser = StateJson.parser(json)) {
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        while (list.found.size() < MOST && parser.nextToken() == JsonToken.START_OBJECT) {
          list.takeContainer(parser);
        }
      }
    } catch (IOException notJson) {
      // what was found is whole
    }
    return list.found;
  }

  private void takeContainer(JsonParser parser) throws IOException {
    String id = null;
    String name = null;
    String image = null;
    Metadata metadata = Metadata.NONE;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("names") && value == JsonToken.START_ARRAY) {
        name = first(parser);
      } else if (value == JsonToken.VALUE_STRING) {
        switch (field) {
          case "id" -> id = parser.getText();
          case "image" -> image = parser.getText();
          case "metadata" -> metadata = Metadata.parse(parser.getText());
          default -> {}
        }
      } else {
        parser.skipChildren();
      }
    }
    if (id != null) {
      found.put(id, names(name == null ? metadata.name : name, metadata.image, image));
    }
  }

  private static ContainerNames names(
      @Nullable String name, @Nullable String image, @Nullable String imageId) {
    ContainerNames kubernetes = name == null ? null : ContainerNames.ofKubernetes(name, null);
    ContainerNames names =
        kubernetes == null
            ? new ContainerNames(name, null, null, null, null, false, null)
            : kubernetes;
    return names.with(ContainerImage.of(image, imageId), Map.of());
  }

  /// The first text of an array.
  private static @Nullable String first(JsonParser parser) throws IOException {
    String first = null;
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (first == null && item == JsonToken.VALUE_STRING) {
        first = parser.getText();
      }
      parser.skipChildren();
    }
    return first;
  }

  private record Metadata(@Nullable String name, @Nullable String image) {
    static final Metadata NONE = new Metadata(null, null);

    static Metadata parse(String json) {
      String name = null;
      String image = null;
      try (JsonParser parser = StateJson.parser(json)) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
              name = field.equals("name") ? parser.getText() : name;
              image = field.equals("image-name") ? parser.getText() : image;
            }
            parser.skipChildren();
          }
        }
      } catch (IOException notJson) {
        return NONE;
      }
      return new Metadata(name, image);
    }
  }
}
