// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Pod;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the configuration wants to be observed. What it does not want is not read.
///
/// @param namespaces by the name of the namespace, else its inode number; not asked for containers'
/// @param containers by the container's name, else its id; for a pod by `<k8s namespace>/<pod>`
/// @param hostInterfaces by the name of an interface in the host's namespace
/// @param interfaces by the name of an interface in any other namespace
public record Selection(
    Predicate<String> namespaces,
    Predicate<String> containers,
    Predicate<String> hostInterfaces,
    Predicate<String> interfaces) {

  boolean wants(NetworkNamespace namespace) {
    return switch (namespace.kind()) {
      case HOST -> true;
      case CONTAINER, POD -> containers.test(name(namespace));
      case NAMED, PROCESS -> namespaces.test(name(namespace));
    };
  }

  boolean wants(Container container) {
    return containers.test(label(container));
  }

  /// What filters know a namespace by; nothing for the host's.
  static String name(NetworkNamespace namespace) {
    return switch (namespace.kind()) {
      case HOST -> "";
      case CONTAINER, POD -> label(namespace.owner());
      case NAMED -> namespace.names().getFirst();
      case PROCESS -> Long.toString(namespace.inode());
    };
  }

  Predicate<String> interfacesOf(NetworkNamespace namespace) {
    return switch (namespace.kind()) {
      case HOST -> hostInterfaces;
      case CONTAINER, POD, NAMED, PROCESS -> interfaces;
    };
  }

  private static String label(@Nullable Container owner) {
    if (owner == null) {
      return "";
    }
    Pod pod = owner.pod();
    if (pod != null && pod.name() != null) {
      return pod.namespace() + "/" + pod.name();
    }
    return owner.name() != null ? owner.name() : owner.id();
  }
}
