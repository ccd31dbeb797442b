// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.RootFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Docker's state of a container, `<docker root>/containers/<id>/config.v2.json`. Root alone may
/// read it. Nothing of it but name and Kubernetes labels is ever kept, above all no environment.
final class DockerNames implements NameSource {
  private static final String CONTAINERS = "/containers";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_NESTING = 64;
  private static final String LABEL = "io.kubernetes.";
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(MAX_BYTES)
                  .maxNameLength(MAX_BYTES)
                  .build())
          .build();

  private final RootFiles root;
  private final DockerRoot folder;

  DockerNames(RootFiles root, DockerRoot folder) {
    this.root = root;
    this.folder = folder;
  }

  @Override
  public void beginCycle(List<KnownProcess> hostProcesses) {
    folder.beginCycle(hostProcesses);
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) throws ErrnoException {
    ContainerRuntime runtime = container.cgroup.runtime();
    if (runtime != null && runtime != ContainerRuntime.DOCKER) {
      return null;
    }
    String dockerRoot = folder.path();
    try {
      return parse(root.read(state(dockerRoot, container), MAX_BYTES), container.id());
    } catch (ErrnoException e) {
      if (e.isDenied() && container.cgroup.podUid() == null) {
        throw e;
      }
      if (runtime == ContainerRuntime.DOCKER) {
        root.list(dockerRoot + CONTAINERS, 1); // fails where there is no such folder at all
      }
      return null;
    }
  }

  /// Docker renames containers, but none of a pod.
  @Override
  public @Nullable ContainerNames findAgain(KnownContainer container) throws ErrnoException {
    return container.isInPod()
        ? null
        : parse(root.read(state(folder.knownPath(), container), MAX_BYTES), container.id());
  }

  private static String state(String dockerRoot, KnownContainer container) {
    return dockerRoot + CONTAINERS + "/" + container.id() + "/config.v2.json";
  }

  /// @return null when it is not this container's state, or no state at all
  static @Nullable ContainerNames parse(byte[] json, String id) {
    try (JsonParser parser = JSON.createParser(json)) {
      return State.read(parser).names(id);
    } catch (IOException notJson) {
      return null;
    }
  }

  /// What is kept of the file.
  private static final class State {
    private final Map<String, String> labels = new HashMap<>();
    private @Nullable String id;
    private @Nullable String name;

    static State read(JsonParser parser) throws IOException {
      State state = new State();
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          state.take(parser, parser.currentName());
        }
      }
      return state;
    }

    @Nullable ContainerNames names(String wanted) {
      String found = name;
      if (found == null || !wanted.equals(id)) {
        return null;
      }
      String pod = labels.get("pod.name");
      if (pod == null) {
        return ContainerNames.of(found, ContainerRuntime.DOCKER);
      }
      boolean sandbox = "podsandbox".equals(labels.get("docker.type"));
      return new ContainerNames(
          found,
          labels.get("pod.uid"),
          labels.get("pod.namespace"),
          pod,
          sandbox ? null : labels.get("container.name"),
          sandbox,
          ContainerRuntime.DOCKER);
    }

    private void take(JsonParser parser, String field) throws IOException {
      JsonToken value = parser.nextToken();
      if (field.equals("Config") && value == JsonToken.START_OBJECT) {
        takeLabels(parser);
      } else if (field.equals("ID") && value == JsonToken.VALUE_STRING) {
        id = parser.getText();
      } else if (field.equals("Name") && value == JsonToken.VALUE_STRING) {
        String text = parser.getText();
        name = text.startsWith("/") ? text.substring(1) : text;
      } else {
        parser.skipChildren();
      }
    }

    private void takeLabels(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("Labels");
        if (parser.nextToken() != JsonToken.START_OBJECT || !wanted) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String label = parser.currentName();
          if (parser.nextToken() == JsonToken.VALUE_STRING && label.startsWith(LABEL)) {
            labels.put(label.substring(LABEL.length()), parser.getText());
          }
          parser.skipChildren();
        }
      }
    }
  }
}
