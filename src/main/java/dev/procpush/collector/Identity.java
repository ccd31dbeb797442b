// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerRuntime;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Pod;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What of an identity stands on each point.
public final class Identity {
  /// What tells series apart and what people search by: a container's short id and its name.
  public static final Identity COMPACT = new Identity(false, _ -> Map.of());

  /// All of it, for backends that join with traces and logs by the whole `container.id`.
  public static final Identity FULL = new Identity(true, _ -> Map.of());

  static final AttributeKey<String> NETNS_NAME = AttributeKey.stringKey("netns.name");
  static final AttributeKey<Long> NETNS_INODE = AttributeKey.longKey("netns.inode");
  private static final AttributeKey<String> CONTAINER_ID = AttributeKey.stringKey("container.id");
  private static final AttributeKey<String> CONTAINER_NAME =
      AttributeKey.stringKey("container.name");
  static final AttributeKey<String> RUNTIME_NAME = AttributeKey.stringKey("container.runtime.name");
  private static final AttributeKey<String> POD_NAMESPACE =
      AttributeKey.stringKey("k8s.namespace.name");
  private static final AttributeKey<String> POD_NAME = AttributeKey.stringKey("k8s.pod.name");
  private static final AttributeKey<String> POD_CONTAINER_NAME =
      AttributeKey.stringKey("k8s.container.name");
  static final AttributeKey<String> POD_UID = AttributeKey.stringKey("k8s.pod.uid");

  private static final int FULL_ID_LENGTH = 64;
  private static final int SHORT_ID_LENGTH = 12;

  private final boolean full;
  private final Function<String, Map<String, String>> rules;

  private Identity(boolean full, Function<String, Map<String, String>> rules) {
    this.full = full;
    this.rules = rules;
  }

  /// As this one, with more attributes for named namespaces. None takes the place of the agent's
  /// own.
  ///
  /// @param nameRules the attributes that follow from a namespace's name
  public Identity withRules(Function<String, Map<String, String>> nameRules) {
    return new Identity(full, nameRules);
  }

  /// The attributes on every point of a namespace.
  Attributes of(NetworkNamespace namespace) {
    return switch (namespace.kind()) {
      case HOST -> Attributes.empty();
      case CONTAINER -> ofOwner(namespace.owner()).build();
      case POD -> ofPod(namespace.owner());
      case NAMED -> ofName(namespace.names().getFirst());
      case PROCESS -> Attributes.of(NETNS_INODE, namespace.inode());
    };
  }

  private Attributes ofPod(@Nullable Container owner) {
    AttributesBuilder attributes = ofOwner(owner);
    return owner == null || owner.lastsAsItsNetwork()
        ? attributes.build()
        : attributes.remove(CONTAINER_ID).build();
  }

  private Attributes ofName(String name) {
    AttributesBuilder attributes = Attributes.builder();
    rules.apply(name).forEach(attributes::put);
    return attributes.put(NETNS_NAME, name).build();
  }

  /// The attributes on every point of a container.
  Attributes of(Container container) {
    AttributesBuilder attributes = ofOwner(container);
    put(attributes, POD_CONTAINER_NAME, container.podContainerName());
    if (full && container.pod() != null) {
      put(attributes, CONTAINER_NAME, container.details().runtimeName());
    }
    return attributes.build();
  }

  private AttributesBuilder ofOwner(@Nullable Container owner) {
    if (owner == null) {
      throw new IllegalArgumentException("a container's namespace without owner");
    }
    AttributesBuilder attributes = Attributes.builder().put(CONTAINER_ID, id(owner.id()));
    Pod pod = owner.pod();
    put(attributes, CONTAINER_NAME, pod == null ? owner.name() : null);
    if (pod != null) {
      put(attributes, POD_NAMESPACE, pod.namespace());
      put(attributes, POD_NAME, pod.name());
      put(attributes, POD_UID, full || pod.name() == null ? pod.uid() : null);
    }
    ContainerRuntime runtime = owner.runtime();
    put(attributes, RUNTIME_NAME, full && runtime != null ? runtime.value() : null);
    return attributes;
  }

  /// A container's id as it stands on its points.
  String id(String id) {
    return !full && id.length() == FULL_ID_LENGTH ? id.substring(0, SHORT_ID_LENGTH) : id;
  }

  private static void put(
      AttributesBuilder attributes, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }
}
