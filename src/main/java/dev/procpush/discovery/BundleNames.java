// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.RootFiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The annotations in a container's OCI bundle: the `config.json` that containerd, CRI-O and Podman
/// write for runc or crun. Root alone may read it.
final class BundleNames implements NameSource {
  private static final String CONFIG = "/config.json";
  private static final String TASKS = "/io.containerd.runtime.v2.task";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_NAMESPACES = 64;

  /// Docker's own, which say nothing.
  private static final String MOBY = "moby";

  /// The state folders of containerd: its own, those of k3s and RKE2, k0s and MicroK8s.
  private static final List<String> CONTAINERD =
      List.of(
          "/run/containerd",
          "/run/k3s/containerd",
          "/run/k0s/containerd",
          "/var/snap/microk8s/common/run/containerd");

  private final RootFiles root;
  private final ContainersStorage storage;
  private final AllowedLabels labels;

  /// The folders of containerd's namespaces, once they are listed in this cycle.
  private @Nullable List<String> tasks;

  private @Nullable ErrnoException unlisted;

  BundleNames(RootFiles root, ContainersStorage storage, AllowedLabels labels) {
    this.root = root;
    this.storage = storage;
    this.labels = labels;
  }

  @Override
  public void beginCycle(List<KnownProcess> hostProcesses) {
    tasks = null;
    unlisted = null;
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) throws ErrnoException {
    PlacedFiles placed = new PlacedFiles();
    ContainerRuntime runtime = container.cgroup.runtime();
    if (runtime == null || runtime == ContainerRuntime.CONTAINERD) {
      for (String folder : tasks()) {
        String path = folder + "/" + container.id() + CONFIG;
        byte[] json = placed.find(() -> root.read(path, MAX_BYTES));
        if (json != null) {
          return BundleConfig.parse(json, ContainerRuntime.CONTAINERD, labels);
        }
      }
      if (unlisted != null) {
        placed.note(unlisted);
      }
    }
    String name = "/" + container.id() + "/userdata" + CONFIG;
    for (String folder : storage.folders(container)) {
      byte[] json = placed.find(() -> storage.read(folder, name, MAX_BYTES));
      if (json != null) {
        return BundleConfig.parse(json, null, labels);
      }
    }
    placed.throwIfUnreadable(container);
    return null;
  }

  private List<String> tasks() {
    List<String> known = tasks;
    if (known != null) {
      return known;
    }
    List<String> found = new ArrayList<>();
    for (String containerd : CONTAINERD) {
      try {
        for (String namespace : root.list(containerd + TASKS, MAX_NAMESPACES)) {
          if (!namespace.equals(MOBY)) {
            found.add(containerd + TASKS + "/" + namespace);
          }
        }
      } catch (ErrnoException e) {
        unlisted = e.isDenied() ? e : unlisted;
      }
    }
    tasks = found;
    return found;
  }
}
