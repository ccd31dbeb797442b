// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamedFiles;
import java.util.ArrayList;
import java.util.List;

/// Where the containers/storage library, which Podman and CRI-O use, keeps containers: as conmon
/// was told, which is the only trace of a user's own storage, else where it usually is.
final class ContainersStorage {
  private static final String GRAPH_ROOT = "/var/lib/containers/storage/overlay-containers";
  private static final String RUN_ROOT = "/run/containers/storage/overlay-containers";

  private final NamedFiles files;
  private final Conmon conmon;

  ContainersStorage(NamedFiles files, Conmon conmon) {
    this.files = files;
    this.conmon = conmon;
  }

  /// The folders that may know the container, the likeliest first; none where another runtime has
  /// it.
  List<String> folders(KnownContainer container) {
    ContainerRuntime runtime = container.cgroup.runtime();
    if (runtime != null
        && runtime != ContainerRuntime.PODMAN
        && runtime != ContainerRuntime.CRI_O) {
      return List.of();
    }
    List<String> folders = new ArrayList<>();
    String told = conmon.storage(container);
    if (told != null) {
      folders.add(told);
    }
    for (String usual : List.of(GRAPH_ROOT, RUN_ROOT)) {
      if (!usual.equals(told)) {
        folders.add(usual);
      }
    }
    return folders;
  }

  /// Reads a file in one of the folders.
  byte[] read(String folder, String name, int maxBytes) throws ErrnoException {
    return files.read(folder, name, maxBytes);
  }
}
