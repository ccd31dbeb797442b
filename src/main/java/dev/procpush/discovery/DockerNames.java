// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.RootFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Docker's state of a container, `<docker root>/containers/<id>/config.v2.json`. Root alone may
/// read it.
final class DockerNames implements NameSource {
  private static final String CONTAINERS = "/containers";
  private static final int MAX_BYTES = 1 << 20;

  private final RootFiles root;
  private final DockerRoot folder;
  private final AllowedLabels labels;

  DockerNames(RootFiles root, DockerRoot folder, AllowedLabels labels) {
    this.root = root;
    this.folder = folder;
    this.labels = labels;
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
      return read(dockerRoot, container);
    } catch (ErrnoException e) {
      boolean denied = e.isDenied() && container.cgroup.podUid() == null;
      if (denied || PlacedFiles.isUnusable(e)) {
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
    return container.isInPod() ? null : read(folder.knownPath(), container);
  }

  private @Nullable ContainerNames read(String dockerRoot, KnownContainer container)
      throws ErrnoException {
    String path = dockerRoot + CONTAINERS + "/" + container.id() + "/config.v2.json";
    return DockerState.parse(root.read(path, MAX_BYTES), container.id(), labels);
  }
}
