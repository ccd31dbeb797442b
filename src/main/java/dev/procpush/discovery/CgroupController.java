// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

/// What of a container a cgroup hierarchy holds.
public enum CgroupController {
  CPU("cpu"),
  CPUACCT("cpuacct"),
  MEMORY("memory"),
  PIDS("pids"),
  BLKIO("blkio"),
  /// All that the hierarchy of version 2 has, which may be there beside those of version 1.
  UNIFIED("");

  private final String value;

  CgroupController(String value) {
    this.value = value;
  }

  /// Its name in `/proc/<pid>/cgroup`; empty for version 2.
  String value() {
    return value;
  }
}
