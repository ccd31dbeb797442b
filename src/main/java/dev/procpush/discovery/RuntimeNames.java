// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What container runtimes say, where the configuration lets them be asked. An answer is taken in a
/// later cycle than it was asked for.
final class RuntimeNames implements NameSource {
  private final RuntimeApi runtime;
  private final AllowedLabels labels;

  RuntimeNames(RuntimeApi runtime, AllowedLabels labels) {
    this.runtime = runtime;
    this.labels = labels;
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) {
    if (container.question == null) {
      container.question = runtime.inspect(container.id());
    }
    InspectedContainer answer = container.question.answer();
    if (answer == null) {
      return null; // a container that no runtime knows keeps its question, and is not asked for
      // again
    }
    container.question = null;
    return names(answer);
  }

  /// Containers are renamed, but none of a pod.
  @Override
  public @Nullable ContainerNames findAgain(KnownContainer container) {
    return container.isInPod() ? null : find(container);
  }

  @Override
  public boolean hasNews(KnownContainer container) {
    return container.question != null && container.question.answer() != null;
  }

  private ContainerNames names(InspectedContainer answer) {
    Map<String, String> kept = new HashMap<>();
    answer.labels().forEach((key, value) -> labels.put(kept, key, value));
    ContainerNames pods = ContainerNames.ofKubernetes(answer.name(), null);
    return (pods == null ? ContainerNames.of(answer.name(), null) : pods)
        .with(ContainerImage.of(answer.image(), answer.imageId()), kept);
  }
}
