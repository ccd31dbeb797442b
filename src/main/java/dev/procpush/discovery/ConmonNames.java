// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.parse.procfs.PidCmdline;
import org.jspecify.annotations.Nullable;

/// The names that conmon was given.
final class ConmonNames implements NameSource {
  private final Conmon conmon;

  ConmonNames(Conmon conmon) {
    this.conmon = conmon;
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) {
    PidCmdline cmdline = conmon.of(container);
    String name = cmdline == null ? null : cmdline.option("-n", "--name");
    if (name == null) {
      return null;
    }
    ContainerNames kubernetes = ContainerNames.ofKubernetes(name, null);
    return kubernetes == null ? ContainerNames.of(name, null) : kubernetes;
  }
}
