// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerDetails;
import dev.procpush.discovery.ContainerImage;
import dev.procpush.discovery.ContainerNetwork;
import dev.procpush.discovery.Pod;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is known of a container, as the attributes of `container.info`.
final class ContainerAttributes {
  private static final AttributeKey<String> CGROUP = stringKey("container.linux.cgroup");
  private static final AttributeKey<String> IMAGE_NAME = stringKey("container.image.name");
  private static final AttributeKey<List<String>> IMAGE_TAGS =
      stringArrayKey("container.image.tags");
  private static final AttributeKey<String> IMAGE_ID = stringKey("container.image.id");
  private static final AttributeKey<String> NETWORK_MODE = stringKey("container.network.mode");
  private static final AttributeKey<String> NETWORK_OWNER = stringKey("container.network.owner.id");
  private static final String LABEL = "container.label.";
  private static final String POD_LABEL = "k8s.pod.label.";

  private ContainerAttributes() {}

  /// @param identity what stands on each of the container's points
  /// @param identities tell how an id stands on a point
  static Attributes of(Container container, Attributes identity, Identity identities) {
    ContainerDetails details = container.details();
    AttributesBuilder attributes = identity.toBuilder().put(CGROUP, container.cgroup());
    if (container.runtime() != null) {
      attributes.put(Identity.RUNTIME_NAME, container.runtime().value());
    }
    put(attributes, details.image());
    put(attributes, details.network(), identities);
    Pod pod = container.pod();
    if (pod != null) {
      attributes.put(Identity.POD_UID, pod.uid());
      pod.labels().forEach((key, value) -> attributes.put(POD_LABEL + key, value));
    }
    if (pod == null || !container.sandbox()) {
      details.labels().forEach((key, value) -> attributes.put(LABEL + key, value));
    }
    return attributes.build();
  }

  private static void put(AttributesBuilder attributes, @Nullable ContainerImage image) {
    if (image == null) {
      return;
    }
    if (image.name() != null) {
      attributes.put(IMAGE_NAME, image.name());
    }
    if (!image.tags().isEmpty()) {
      attributes.put(IMAGE_TAGS, image.tags());
    }
    if (image.id() != null) {
      attributes.put(IMAGE_ID, image.id());
    }
  }

  private static void put(
      AttributesBuilder attributes, @Nullable ContainerNetwork network, Identity identities) {
    if (network == null) {
      return;
    }
    attributes.put(NETWORK_MODE, network.mode().value());
    attributes.put(Identity.NETNS_INODE, network.inode());
    if (network.ownerId() != null) {
      attributes.put(NETWORK_OWNER, identities.id(network.ownerId()));
    }
    if (network.name() != null) {
      attributes.put(Identity.NETNS_NAME, network.name());
    }
  }
}
