// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.RootFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The links that the kubelet makes to the log of each container, in a folder that anybody may
/// list: `/var/log/containers/<pod>_<namespace>_<container>-<id>.log`, which leads to
/// `/var/log/pods/<namespace>_<pod>_<uid>/<container>/<attempt>.log`. The link is read and never
/// followed: its target names the pod of each sandbox too, by the uid, and is whole where the
/// link's own name is cut.
///
/// The folders in `/var/log/pods` name a pod before it has a container, and are root's.
final class KubernetesLogNames implements NameSource {
  private static final String CONTAINERS = "/var/log/containers";
  private static final String PODS = "/var/log/pods";
  private static final String LOG = ".log";
  private static final int MAX_FILES = 20_000;

  /// The kubelet cuts the name of a link here, and with it the id at its end.
  private static final int LONGEST_NAME = 255;

  /// Of an id that is cut, the whole or the beginning.
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private static final Pattern ID_START = Pattern.compile("[0-9a-f]{6,63}");

  /// Names of namespaces and containers, by RFC 1123, and of pods. None holds an underscore.
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private final RootFiles root;
  private final Map<String, Pod> pods = new HashMap<>();
  private final Map<String, List<ContainerLog>> logs = new HashMap<>();
  private @Nullable ErrnoException denied;
  private boolean listed;

  KubernetesLogNames(RootFiles root) {
    this.root = root;
  }

  @Override
  public void beginCycle(List<KnownProcess> hostProcesses) {
    listed = false;
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) throws ErrnoException {
    String uid = container.cgroup.podUid();
    if (uid == null) {
      return null;
    }
    if (!listed) {
      listed = true;
      list();
    }
    Pod pod = pods.get(uid);
    if (pod == null && denied != null) {
      throw denied;
    }
    return pod == null
        ? null
        : new ContainerNames(
            null, uid, pod.namespace(), pod.name(), podContainerName(container, uid), false, null);
  }

  private @Nullable String podContainerName(KnownContainer container, String uid) {
    String found = null;
    for (ContainerLog log : logs.getOrDefault(uid, List.of())) {
      if (container.id().startsWith(log.idStart)) {
        if (found != null && !found.equals(log.container)) {
          return null;
        }
        found = log.container;
      }
    }
    return found;
  }

  private void list() {
    pods.clear();
    logs.clear();
    denied = null;
    try {
      root.links(CONTAINERS, MAX_FILES).forEach(this::takeLink);
    } catch (ErrnoException e) {
      note(e);
    }
    try {
      root.list(PODS, MAX_FILES).forEach(this::takePod);
    } catch (ErrnoException e) {
      note(e);
    }
  }

  private void note(ErrnoException e) {
    denied = e.isDenied() ? e : denied;
  }

  private void takeLink(String name, String target) {
    String[] path = target.split("/", -1);
    Pod pod = path.length < 3 ? null : takePod(path[path.length - 3]);
    String container = path.length < 3 ? "" : path[path.length - 2];
    String id = id(name);
    if (pod != null && id != null && LABEL.matcher(container).matches()) {
      logs.computeIfAbsent(pod.uid(), _ -> new ArrayList<>()).add(new ContainerLog(id, container));
    }
  }

  private @Nullable Pod takePod(String folder) {
    String[] part = folder.split("_", -1);
    if (part.length != 3
        || !LABEL.matcher(part[0]).matches()
        || !SUBDOMAIN.matcher(part[1]).matches()) {
      return null;
    }
    return pods.computeIfAbsent(part[2], uid -> new Pod(uid, part[0], part[1]));
  }

  /// The id in the name of a link, or its beginning.
  ///
  /// @return null for none
  private static @Nullable String id(String name) {
    if (!name.endsWith(LOG)) {
      return null;
    }
    String id = name.substring(name.lastIndexOf('-') + 1, name.length() - LOG.length());
    boolean isCut = name.length() == LONGEST_NAME && ID_START.matcher(id).matches();
    return isCut || ID.matcher(id).matches() ? id : null;
  }

  private record ContainerLog(String idStart, String container) {}
}
