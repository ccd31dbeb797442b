// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The segments of a cgroup path, and which of them container runtimes made.
///
/// Every expression here is a plain sequence of character classes, so none backtracks.
final class CgroupSegments {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FARGATE_ID = Pattern.compile("[0-9a-f]{32}-[0-9]{1,20}");
  private static final Pattern GARDEN_HANDLE =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}([0-9a-f]{8})?");
  private static final Pattern NOMAD_TASK =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.[A-Za-z0-9._-]{1,128}");
  private static final Pattern USER_SLICE = Pattern.compile("user-([0-9]{1,10})\\.slice");
  private static final Pattern MACHINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern POD_UID =
      Pattern.compile(
          "[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}"
              + "|[0-9a-f]{32}");
  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");

  private static final String SCOPE = ".scope";
  private static final String POD_SLICE = ".slice";

  /// What Kata puts before the segment that another runtime would have.
  private static final String KATA = "kata_";

  private static final int SHORT_ID_LENGTH = 12;

  /// What stands before the id in `<prefix>-<id>.scope`, `<prefix>-<id>` and
  /// `<slice>:<prefix>:<id>`. The monitors (`crio-conmon`, `libpod-conmon`) are not among them.
  private static final Map<String, ContainerRuntime> PREFIXES =
      Map.of(
          "docker", ContainerRuntime.DOCKER,
          "cri-containerd", ContainerRuntime.CONTAINERD,
          "nerdctl", ContainerRuntime.CONTAINERD,
          "crio", ContainerRuntime.CRI_O,
          "libpod", ContainerRuntime.PODMAN,
          "libpod-payload", ContainerRuntime.PODMAN);

  /// What runc and crun put before the id when nobody tells them whom they work for.
  private static final Set<String> OCI_PREFIXES = Set.of("runc", "crun");

  /// The folders in which runtimes put bare ids.
  private static final Map<String, ContainerRuntime> FOLDERS =
      Map.of(
          "docker", ContainerRuntime.DOCKER,
          "moby", ContainerRuntime.DOCKER,
          "default", ContainerRuntime.CONTAINERD,
          "k8s.io", ContainerRuntime.CONTAINERD,
          "libpod_parent", ContainerRuntime.PODMAN);

  /// Where runtimes keep their own processes, below a container's cgroup.
  private static final Set<String> MONITORS = Set.of("supervisor", "conmon");

  private final String path;
  private final String[] segments;

  CgroupSegments(String path) {
    this.path = path;
    this.segments = path.split("/", -1);
  }

  int count() {
    return segments.length;
  }

  /// The path up to and with segment `index`.
  String pathTo(int index) {
    int end = -1;
    for (int i = 0; i <= index; i++) {
      end += segments[i].length() + 1;
    }
    return path.substring(0, end);
  }

  /// The container that segment `index` is the cgroup of.
  @Nullable ContainerSegment container(int index) {
    if (MONITORS.contains(at(index + 1))) {
      return null;
    }
    String segment = withoutStart(segments[index], KATA);
    ContainerSegment found = prefixed(segment);
    if (found == null && ID.matcher(segment).matches()) {
      found = new ContainerSegment(segment, folderRuntime(index));
    }
    if (found == null) {
      found = scheduled(segment, index);
    }
    return found == null ? machine(segment, index) : found;
  }

  /// The id of the container that segment `index` is the cgroup of: where that is only a name, with
  /// the container or the user around it, as in `web/c1` and `user-1000/c1`.
  String id(ContainerSegment container, int index) {
    if (!container.isName()) {
      return container.id();
    }
    String around = "";
    for (int i = 0; i < index; i++) {
      ContainerSegment outer = container(i);
      Matcher user = USER_SLICE.matcher(segments[i]);
      if (outer != null) {
        around = (outer.isName() ? around + outer.id() : shortened(outer.id())) + "/";
      } else if (user.matches()) {
        around += "user-" + user.group(1) + "/";
      }
    }
    return around + container.id();
  }

  /// The uid of the pod that segment `index` is the cgroup of, or that stands in its name.
  @Nullable String podUid(int index) {
    String segment = segments[index];
    int colon = segment.indexOf(':');
    String name = colon < 0 ? segment : segment.substring(0, colon);
    if (name.endsWith(POD_SLICE)) {
      int pod = name.lastIndexOf("-pod");
      return pod < 0 ? null : podUid(name.substring(pod + 4, name.length() - POD_SLICE.length()));
    }
    return name.startsWith("pod") ? podUid(name.substring(3)) : null;
  }

  private static @Nullable String podUid(String text) {
    return POD_UID.matcher(text).matches() ? text.replace('_', '-') : null;
  }

  /// `docker-<id>.scope`, `crio-<id>`, `kubepods-pod<uid>.slice:cri-containerd:<id>`.
  private static @Nullable ContainerSegment prefixed(String segment) {
    String name = without(segment, SCOPE);
    int idAt = name.length() - 64;
    if (idAt < 2 || !ID.matcher(name.substring(idAt)).matches()) {
      return null;
    }
    String id = name.substring(idAt);
    String before = name.substring(0, idAt - 1);
    if (name.charAt(idAt - 1) == ':') {
      before = before.substring(before.lastIndexOf(':') + 1);
    } else if (name.charAt(idAt - 1) != '-') {
      return null;
    }
    ContainerRuntime runtime = PREFIXES.get(before);
    return runtime != null || OCI_PREFIXES.contains(before)
        ? new ContainerSegment(id, runtime)
        : null;
  }

  /// Containers of schedulers that make ids of their own: ECS, Garden, Nomad.
  private @Nullable ContainerSegment scheduled(String segment, int index) {
    if (FARGATE_ID.matcher(segment).matches() && isBelow("ecs", index)) {
      return new ContainerSegment(segment, null);
    }
    if (GARDEN_HANDLE.matcher(segment).matches() && isInGarden(index)) {
      return new ContainerSegment(segment, ContainerRuntime.GARDEN);
    }
    String task = without(segment, SCOPE);
    if (NOMAD_TASK.matcher(task).matches()
        && (isBelow("nomad.slice", index) || isBelow("nomad", index))) {
      return new ContainerSegment(task, ContainerRuntime.NOMAD);
    }
    return null;
  }

  /// Whether it is in `garden`, `garden-<tag>`, or the `good` or `bad` cgroup of one of them.
  private boolean isInGarden(int index) {
    String parent = at(index - 1);
    String garden = parent.equals("good") || parent.equals("bad") ? at(index - 2) : parent;
    return garden.equals("garden") || garden.startsWith("garden-");
  }

  private @Nullable ContainerRuntime folderRuntime(int index) {
    ContainerRuntime runtime = FOLDERS.get(at(index - 1));
    return runtime == null && isBelow("ecs", index) ? ContainerRuntime.DOCKER : runtime;
  }

  /// Containers that go by a name: LXC, LXD, systemd-nspawn, and those that `ctr` starts.
  private @Nullable ContainerSegment machine(String segment, int index) {
    String parent = at(index - 1);
    if (segment.startsWith("lxc.payload.")) {
      return machine(segment.substring("lxc.payload.".length()), ContainerRuntime.LXC);
    }
    if (parent.equals("lxc") || parent.equals("lxc.payload")) {
      return machine(segment, ContainerRuntime.LXC);
    }
    if (segment.startsWith("machine-") && segment.endsWith(SCOPE)) {
      String name = unescaped(without(segment.substring("machine-".length()), SCOPE));
      return name.startsWith("qemu-") ? null : machine(name, nspawnUnlessLibvirt(name));
    }
    if (segment.startsWith("systemd-nspawn@")
        && segment.endsWith(".service")
        && index + 1 < segments.length) {
      String name = without(segment.substring("systemd-nspawn@".length()), ".service");
      return machine(unescaped(name), ContainerRuntime.SYSTEMD_NSPAWN);
    }
    boolean ofCtr = index == 2 && parent.equals("default");
    return ofCtr ? machine(segment, ContainerRuntime.CONTAINERD) : null;
  }

  /// libvirt registers its own containers (driver `lxc`, which is not LXC) in the same way.
  private static @Nullable ContainerRuntime nspawnUnlessLibvirt(String name) {
    return name.startsWith("lxc-") ? null : ContainerRuntime.SYSTEMD_NSPAWN;
  }

  private static @Nullable ContainerSegment machine(
      String name, @Nullable ContainerRuntime runtime) {
    return MACHINE.matcher(name).matches() ? new ContainerSegment(name, runtime, true) : null;
  }

  private boolean isBelow(String folder, int index) {
    for (int i = 0; i < index; i++) {
      if (segments[i].equals(folder)) {
        return true;
      }
    }
    return false;
  }

  private String at(int index) {
    return index >= 0 && index < segments.length ? segments[index] : "";
  }

  private static String shortened(String id) {
    return ID.matcher(id).matches() ? id.substring(0, SHORT_ID_LENGTH) : id;
  }

  private static String withoutStart(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String without(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  /// Undoes systemd's escaping of unit names, as in `my\x2dmachine`.
  private static String unescaped(String name) {
    Matcher matcher = ESCAPED.matcher(name);
    return matcher.replaceAll(
        match -> {
          byte[] one = {(byte) Integer.parseInt(match.group(1), 16)};
          return Matcher.quoteReplacement(new String(one, StandardCharsets.ISO_8859_1));
        });
  }
}
