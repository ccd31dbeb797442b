// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerRuntime;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Pod;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/// How much of an identity stands on each point.
public enum Identity {
  /// What tells series apart and what people search by: a container's short id and its name.
  COMPACT,
  /// All of it, for backends that join with traces and logs by the whole `container.id`.
  FULL;

  static final AttributeKey<String> NETNS_NAME = AttributeKey.stringKey("netns.name");
  private static final AttributeKey<Long> NETNS_INODE = AttributeKey.longKey("netns.inode");
  private static final AttributeKey<String> CONTAINER_ID = AttributeKey.stringKey("container.id");
  private static final AttributeKey<String> CONTAINER_NAME =
      AttributeKey.stringKey("container.name");
  private static final AttributeKey<String> RUNTIME_NAME =
      AttributeKey.stringKey("container.runtime.name");
  private static final AttributeKey<String> POD_NAMESPACE =
      AttributeKey.stringKey("k8s.namespace.name");
  private static final AttributeKey<String> POD_NAME = AttributeKey.stringKey("k8s.pod.name");
  private static final AttributeKey<String> POD_UID = AttributeKey.stringKey("k8s.pod.uid");

  private static final int FULL_ID_LENGTH = 64;
  private static final int SHORT_ID_LENGTH = 12;

  /// The attributes on every point of a namespace.
  Attributes of(NetworkNamespace namespace) {
    return switch (namespace.kind()) {
      case HOST -> Attributes.empty();
      case CONTAINER, POD -> ofOwner(namespace.owner());
      case NAMED -> Attributes.of(NETNS_NAME, namespace.names().getFirst());
      case PROCESS -> Attributes.of(NETNS_INODE, namespace.inode());
    };
  }

  private Attributes ofOwner(@Nullable Container owner) {
    if (owner == null) {
      throw new IllegalArgumentException("a container's namespace without owner");
    }
    AttributesBuilder attributes = Attributes.builder().put(CONTAINER_ID, id(owner.id()));
    Pod pod = owner.pod();
    put(attributes, CONTAINER_NAME, pod == null ? owner.name() : null);
    if (pod != null) {
      put(attributes, POD_NAMESPACE, pod.namespace());
      put(attributes, POD_NAME, pod.name());
      put(attributes, POD_UID, this == FULL || pod.name() == null ? pod.uid() : null);
    }
    ContainerRuntime runtime = owner.runtime();
    put(attributes, RUNTIME_NAME, this == FULL && runtime != null ? runtime.value() : null);
    return attributes.build();
  }

  private String id(String id) {
    return this == COMPACT && id.length() == FULL_ID_LENGTH ? id.substring(0, SHORT_ID_LENGTH) : id;
  }

  private static void put(
      AttributesBuilder attributes, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }
}
