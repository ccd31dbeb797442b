// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.util.Map;

/// What `docs/metrics.md` says beside its tables.
final class MetricsDocText {
  private MetricsDocText() {}

  static final String INTRODUCTION =
      """
      # Metrics

      Generated from the code and held by a test. Names, units and attributes follow OpenTelemetry's semantic
      conventions where these have them. A value that cannot be read is no point.

      Counters are cumulative. The Prometheus names are those that the Collector's `prometheusremotewrite` exporter
      makes.

      ## Who a series belongs to

      | series | attributes on every point (`identity: compact`) |
      |---|---|
      | `system.…`, the host's namespace | none |
      | `container.…`, a container | `container.id` (12 digits), `container.name` where known |
      | `container.…`, a pod's network | `container.id` of the outermost container (a node in a container has pods on its network); among siblings of the sandbox ([of CRI-O too](adr/0025-sandboxes-without-a-process.md)), else of the oldest; `k8s.namespace.name`, `k8s.pod.name`, or `k8s.pod.uid` where the name is not known |
      | `container.…`, LXC and systemd-nspawn | `container.id`: its name, with what is around it where another may have the same ([ADR 24](adr/0024-ids-of-containers-that-go-by-a-name.md)) |
      | `netns.…`, a named namespace | `netns.name`: the file in one of `namespaces.folders` that it is mounted on, the oldest of several; and what `attribute_rules` make of it |
      | `netns.…`, any other namespace | `netns.inode`: the inode number of `/proc/<pid>/net/dev`, not the one in `net:[…]` |

      `identity: full` adds the 64-digit id, `container.runtime.name` and `k8s.pod.uid`. A namespace shared by several
      containers has one set of series, the owner's; containers on the host's network have none of their own.

      `k8s.pod.uid` is the one that the kubelet uses on the node. Of a static pod (those of a control plane) that is a hash of
      its manifest, and not the uid that the API server gives its mirror pod. Namespace and name of a pod are the same in
      both, so whatever adds attributes from the API has to associate by these.
      """;

  static final String PROCESSES =
      """

      ## Processes

      Off unless `processes.collect` is `containers` or `all`. Each point carries the attributes of its container, if it
      is in one, `process.pid` as the host sees it, and `process.executable.name`: what the kernel calls the process
      (`comm`, at most 15 bytes). Of each container, and of what is in none, only the `processes.top` that have used the
      most CPU time lately.

      """;

  /// What is said above some of these tables.
  static final Map<String, String> HOST_NOTES =
      Map.of(
          "Memory and pressure",
          """
          `memory.linux.…` are the fields of `/proc/meminfo` of the kernel that runs; these are Linux 6.18's. One that
          another kernel has is named by the same rule: words in lower case with `_` between them. `memory.usage` as
          `used` is what is not available, so the states do not add up to the limit.

          All fields of `/proc/vmstat` that are not here exist as well, off by default, under the kernel's names:
          `metrics.include: ^system\\.vmstat\\.pgscan_` brings `vmstat.pgscan_kswapd` and others. Those that count pages
          which are in a state now (`nr_free_pages`) are gauges in `{page}`, all others counters in `{event}`.

          """,
          "Disks and file systems",
          """
          Partitions, loop devices and RAM disks are left out; `disks.include` and `disks.exclude` choose others by the
          kernel's names. The kernel says what a partition is (`/sys/class/block/<name>/partition`); the name decides only
          where sysfs does not show the device. The kernel counts some of the times in milliseconds of 32 bits: such a counter starts again at
          0 after 49 days of work, which is a reset to every backend. Discards are told since Linux 4.18, flushes since
          5.5.

          """);
}
