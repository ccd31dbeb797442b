// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.RootFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names of the files in which the kubelet collects logs:
/// `/var/log/containers/<pod>_<namespace>_<container>-<id>.log` for each container, and
/// `/var/log/pods/<namespace>_<pod>_<uid>` for each pod. Names of Kubernetes hold no underscore.
final class KubernetesLogNames implements NameSource {
  private static final String CONTAINERS = "/var/log/containers";
  private static final String PODS = "/var/log/pods";
  private static final String LOG = ".log";
  private static final int MAX_FILES = 20_000;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final RootFiles root;
  private final Map<String, String[]> byId = new HashMap<>();
  private final Map<String, String[]> byPod = new HashMap<>();
  private boolean listed;

  KubernetesLogNames(RootFiles root) {
    this.root = root;
  }

  @Override
  public void beginCycle(List<KnownProcess> hostProcesses) {
    listed = false;
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) {
    String uid = container.cgroup.podUid();
    if (uid == null) {
      return null;
    }
    if (!listed) {
      listed = true;
      list();
    }
    String[] file = byId.get(container.id());
    if (file != null) {
      return new ContainerNames(null, uid, file[1], file[0], file[2], false, null);
    }
    String[] folder = byPod.get(uid);
    return folder == null
        ? null
        : new ContainerNames(null, uid, folder[0], folder[1], null, false, null);
  }

  private void list() {
    byId.clear();
    byPod.clear();
    for (String file : names(CONTAINERS)) {
      int id = file.length() - LOG.length() - 64;
      if (id > 1
          && file.endsWith(LOG)
          && file.charAt(id - 1) == '-'
          && ID.matcher(file.substring(id, id + 64)).matches()) {
        put(byId, file.substring(id, id + 64), file.substring(0, id - 1).split("_", -1));
      }
    }
    for (String folder : names(PODS)) {
      String[] part = folder.split("_", -1);
      put(byPod, part[part.length - 1], part);
    }
  }

  private static void put(Map<String, String[]> map, String key, String[] part) {
    if (part.length == 3) {
      map.put(key, part);
    }
  }

  private List<String> names(String folder) {
    try {
      return root.list(folder, MAX_FILES);
    } catch (ErrnoException notHere) {
      return List.of();
    }
  }
}
