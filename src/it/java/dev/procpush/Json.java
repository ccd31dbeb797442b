// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON document as maps, lists and texts. Numbers, too, are texts, so that none is rounded.
final class Json {

  private Json() {}

  /// Exactly one document; an exception where anything follows it.
  static Object parse(String text) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      json.nextToken();
      Object document = value(json);
      if (json.nextToken() != null) {
        throw new IOException("more than one document: " + json.currentLocation());
      }
      return document;
    }
  }

  static Map<?, ?> map(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("no object: " + json);
  }

  static List<?> list(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("no array: " + json);
  }

  private static Object value(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      var map = new LinkedHashMap<String, Object>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        map.put(name, value(json));
      }
      return map;
    }
    if (json.currentToken() == JsonToken.START_ARRAY) {
      var list = new ArrayList<Object>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(json));
      }
      return list;
    }
    return json.getText();
  }
}
