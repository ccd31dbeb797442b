// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the annotations of an OCI bundle's `config.json` say. Nothing else of it is kept, above all
/// no environment.
final class BundleConfig {
  private static final String CONTAINERD = "io.kubernetes.cri.";
  private static final String CRI_O = "io.kubernetes.cri-o.";
  private static final String MANAGER = "io.container.manager";
  private static final String NERDCTL_NAME = "nerdctl/name";
  private static final String POD_NAME = "io.kubernetes.pod.name";
  private static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
  private static final String POD_UID = "io.kubernetes.pod.uid";
  private static final String CONTAINER_NAME = "io.kubernetes.container.name";

  private static final Set<String> KEPT =
      Set.of(
          CONTAINERD + "container-type",
          CONTAINERD + "container-name",
          CONTAINERD + "image-name",
          CONTAINERD + "sandbox-name",
          CONTAINERD + "sandbox-namespace",
          CONTAINERD + "sandbox-uid",
          CRI_O + "ContainerType",
          CRI_O + "Name",
          CRI_O + "Image",
          CRI_O + "ImageName",
          CRI_O + "ImageRef",
          CRI_O + "SandboxID",
          POD_NAME,
          POD_NAMESPACE,
          POD_UID,
          CONTAINER_NAME,
          MANAGER,
          NERDCTL_NAME);

  private final AllowedLabels allowed;
  private final Map<String, String> annotations = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();

  private BundleConfig(AllowedLabels allowed) {
    this.allowed = allowed;
  }

  /// @param runtime whose bundle it is, where its place tells
  /// @return null when it is no configuration
  static @Nullable ContainerNames parse(
      byte[] json, @Nullable ContainerRuntime runtime, AllowedLabels allowed) {
    BundleConfig config = new BundleConfig(allowed);
    try (JsonParser parser = StateJson.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("annotations");
        if (parser.nextToken() == JsonToken.START_OBJECT && wanted) {
          config.takeAnnotations(parser);
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException notJson) {
      return null;
    }
    return config.names(runtime);
  }

  private void takeAnnotations(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        if (KEPT.contains(key)) {
          annotations.put(key, parser.getText());
        } else if (key.equals(CRI_O + "Labels")) {
          takeLabels(parser.getText());
        }
      }
      parser.skipChildren();
    }
  }

  /// CRI-O's labels are JSON within a string.
  private void takeLabels(String json) {
    try (JsonParser parser = StateJson.parser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String key = parser.currentName();
          if (parser.nextToken() == JsonToken.VALUE_STRING) {
            allowed.put(labels, key, parser.getText());
            if (KEPT.contains(key)) {
              annotations.putIfAbsent(key, parser.getText());
            }
          }
          parser.skipChildren();
        }
      }
    } catch (IOException notJson) {
      // what stands before is whole
    }
  }

  private ContainerNames names(@Nullable ContainerRuntime runtime) {
    boolean isCriO = annotations.containsKey(CRI_O + "ContainerType");
    String type = first(CONTAINERD + "container-type", CRI_O + "ContainerType");
    boolean sandbox = "sandbox".equals(type);
    String pod = first(CONTAINERD + "sandbox-name", POD_NAME);
    return new ContainerNames(
        first(NERDCTL_NAME, CRI_O + "Name"),
        first(CONTAINERD + "sandbox-uid", POD_UID),
        first(CONTAINERD + "sandbox-namespace", POD_NAMESPACE),
        pod,
        sandbox ? null : first(CONTAINERD + "container-name", CONTAINER_NAME),
        sandbox && (pod != null || isCriO),
        annotations.get(CRI_O + "SandboxID"),
        runtime == null ? manager() : runtime,
        image(),
        labels);
  }

  private @Nullable ContainerImage image() {
    String asked = first(CONTAINERD + "image-name", CRI_O + "ImageName", CRI_O + "Image");
    return ContainerImage.of(asked, annotations.get(CRI_O + "ImageRef"));
  }

  private @Nullable ContainerRuntime manager() {
    return switch (annotations.getOrDefault(MANAGER, "")) {
      case "libpod" -> ContainerRuntime.PODMAN;
      case "cri-o" -> ContainerRuntime.CRI_O;
      default -> null;
    };
  }

  /// The first that is there and says something.
  private @Nullable String first(String... keys) {
    for (String key : keys) {
      String value = annotations.get(key);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }
}
