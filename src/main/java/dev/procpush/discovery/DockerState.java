// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What of a `config.v2.json` of Docker is kept: name, image, the labels that make a pod and those
/// that the configuration allows. Never the environment.
final class DockerState {
  private static final String KUBERNETES = "io.kubernetes.";

  private final AllowedLabels allowed;
  private final Map<String, String> kubernetes = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String imageId;
  private @Nullable String imageReference;

  private DockerState(AllowedLabels allowed) {
    this.allowed = allowed;
  }

  /// @param id the container's
  /// @return null when it is not this container's state, or no state at all
  static @Nullable ContainerNames parse(byte[] json, String id, AllowedLabels allowed) {
    DockerState state = new DockerState(allowed);
    try (JsonParser parser = StateJson.parser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          state.take(parser, parser.currentName());
        }
      }
    } catch (IOException notJson) {
      return null;
    }
    return state.names(id);
  }

  private @Nullable ContainerNames names(String wanted) {
    String found = name;
    if (found == null || !wanted.equals(id)) {
      return null;
    }
    String pod = kubernetes.get("pod.name");
    boolean sandbox = "podsandbox".equals(kubernetes.get("docker.type"));
    return new ContainerNames(
        found,
        pod == null ? null : kubernetes.get("pod.uid"),
        pod == null ? null : kubernetes.get("pod.namespace"),
        pod,
        pod == null || sandbox ? null : kubernetes.get("container.name"),
        pod != null && sandbox,
        null,
        ContainerRuntime.DOCKER,
        ContainerImage.of(imageReference, imageId),
        labels);
  }

  private void take(JsonParser parser, String field) throws IOException {
    JsonToken value = parser.nextToken();
    if (field.equals("Config") && value == JsonToken.START_OBJECT) {
      takeConfig(parser);
    } else if (field.equals("ID") && value == JsonToken.VALUE_STRING) {
      id = parser.getText();
    } else if (field.equals("Image") && value == JsonToken.VALUE_STRING) {
      imageId = parser.getText();
    } else if (field.equals("Name") && value == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      name = text.startsWith("/") ? text.substring(1) : text;
    } else {
      parser.skipChildren();
    }
  }

  private void takeConfig(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("Labels") && value == JsonToken.START_OBJECT) {
        takeLabels(parser);
      } else if (field.equals("Image") && value == JsonToken.VALUE_STRING) {
        imageReference = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void takeLabels(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String label = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        String value = parser.getText();
        allowed.put(labels, label, value);
        if (label.startsWith(KUBERNETES)) {
          kubernetes.put(label.substring(KUBERNETES.length()), value);
        }
      }
      parser.skipChildren();
    }
  }
}
