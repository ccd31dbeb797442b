// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lists of containers that Podman and CRI-O keep, `containers.json` and, of those that do not
/// outlive a crash, `volatile-containers.json`: names and images. A list is read at most once in a
/// cycle, and only in one in which a container is new.
final class StorageNames implements NameSource {
  private static final List<String> FILES =
      List.of("/containers.json", "/volatile-containers.json");
  private static final int MAX_BYTES = 4 << 20;

  /// Each user may have one, or name one.
  private static final int MAX_FOLDERS = 64;

  private final ContainersStorage storage;
  private final Map<String, Map<String, ContainerNames>> lists = new HashMap<>();

  StorageNames(ContainersStorage storage) {
    this.storage = storage;
  }

  @Override
  public void beginCycle(List<KnownProcess> hostProcesses) {
    lists.clear();
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) throws ErrnoException {
    PlacedFiles placed = new PlacedFiles();
    for (String folder : storage.folders(container)) {
      ContainerNames names = list(folder, placed).get(container.id());
      if (names != null) {
        return names;
      }
    }
    placed.throwIfUnreadable(container);
    return null;
  }

  private Map<String, ContainerNames> list(String folder, PlacedFiles placed) {
    Map<String, ContainerNames> known = lists.get(folder);
    if (known != null || lists.size() >= MAX_FOLDERS) {
      return known == null ? Map.of() : known;
    }
    Map<String, ContainerNames> names = new HashMap<>();
    for (String file : FILES) {
      byte[] json = placed.find(() -> storage.read(folder, file, MAX_BYTES));
      if (json != null) {
        StorageList.parse(json).forEach(names::putIfAbsent);
      }
    }
    lists.put(folder, names);
    return names;
  }
}
