// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

/// The programs that make containers, as far as a cgroup path tells.
public enum ContainerRuntime {
  DOCKER("docker"),
  CONTAINERD("containerd"),
  CRI_O("cri-o"),
  PODMAN("podman"),
  GARDEN("garden"),
  NOMAD("nomad"),
  LXC("lxc"),
  SYSTEMD_NSPAWN("systemd-nspawn");

  private final String value;

  ContainerRuntime(String value) {
    this.value = value;
  }

  /// The value of `container.runtime.name`.
  public String value() {
    return value;
  }
}
