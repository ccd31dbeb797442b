// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a container is called, by any of the sources. All of it is data from strangers: bounded
/// here, to be escaped wherever it is shown.
///
/// @param name the runtime's name for it
/// @param podUid the uid of its pod
/// @param podNamespace the Kubernetes namespace of its pod
/// @param podName the name of its pod
/// @param podContainerName its name within the pod
/// @param sandbox whether it only holds its pod's namespaces
/// @param sandboxId the id of the container that does, where that is told
/// @param runtime where only the source of the names tells
/// @param image what it was made of, where known
/// @param labels those that the configuration allows, by key
record ContainerNames(
    @Nullable String name,
    @Nullable String podUid,
    @Nullable String podNamespace,
    @Nullable String podName,
    @Nullable String podContainerName,
    boolean sandbox,
    @Nullable String sandboxId,
    @Nullable ContainerRuntime runtime,
    @Nullable ContainerImage image,
    Map<String, String> labels) {
  private static final int MAX_LENGTH = 255;

  /// Nothing known.
  static final ContainerNames NONE = new ContainerNames(null, null, null, null, null, false, null);

  /// Names alone.
  ContainerNames(
      @Nullable String name,
      @Nullable String podUid,
      @Nullable String podNamespace,
      @Nullable String podName,
      @Nullable String podContainerName,
      boolean sandbox,
      @Nullable ContainerRuntime runtime) {
    this(
        name,
        podUid,
        podNamespace,
        podName,
        podContainerName,
        sandbox,
        null,
        runtime,
        null,
        Map.of());
  }

  ContainerNames {
    labels = Map.copyOf(labels);
    name = bounded(name);
    podUid = bounded(podUid);
    podNamespace = bounded(podNamespace);
    podName = bounded(podName);
    podContainerName = bounded(podContainerName);
    sandboxId = bounded(sandboxId);
  }

  /// The name of a container that is in no pod.
  static ContainerNames of(String name, @Nullable ContainerRuntime runtime) {
    return new ContainerNames(name, null, null, null, null, false, runtime);
  }

  /// The name that Kubernetes gives to containers of Docker and CRI-O:
  /// `k8s_<container>_<pod>_<namespace>_<uid>_<attempt>`, with `POD` for the sandbox's container.
  ///
  /// @return null for any other name
  static @Nullable ContainerNames ofKubernetes(String name, @Nullable ContainerRuntime runtime) {
    String[] part = name.split("_", -1);
    if (part.length < 6 || !part[0].equals("k8s")) {
      return null;
    }
    boolean sandbox = part[1].equals("POD");
    return new ContainerNames(
        name, part[4], part[3], part[2], sandbox ? null : part[1], sandbox, runtime);
  }

  /// What this one lacks is taken from what another source says of the same container.
  ContainerNames or(ContainerNames other) {
    boolean takesPart = podContainerName == null && !sandbox;
    ContainerImage bestImage = image == null ? other.image : image.or(other.image);
    Map<String, String> allLabels = labels;
    if (!labels.keySet().containsAll(other.labels.keySet())) {
      allLabels = new HashMap<>(other.labels);
      allLabels.putAll(labels);
    }
    return new ContainerNames(
        name == null ? other.name : name,
        podUid == null ? other.podUid : podUid,
        podNamespace == null ? other.podNamespace : podNamespace,
        podName == null ? other.podName : podName,
        takesPart ? other.podContainerName : podContainerName,
        takesPart ? other.sandbox : sandbox,
        sandboxId == null ? other.sandboxId : sandboxId,
        runtime == null ? other.runtime : runtime,
        bestImage,
        allLabels);
  }

  /// The same container, made of this.
  ContainerNames with(@Nullable ContainerImage itsImage, Map<String, String> itsLabels) {
    return new ContainerNames(
        name,
        podUid,
        podNamespace,
        podName,
        podContainerName,
        sandbox,
        sandboxId,
        runtime,
        itsImage,
        itsLabels);
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null || text.isEmpty() ? null : BoundedText.cut(text, MAX_LENGTH);
  }
}
