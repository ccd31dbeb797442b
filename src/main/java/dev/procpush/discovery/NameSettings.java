// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.NamedFiles;
import dev.procpush.linux.RootFiles;
import org.jspecify.annotations.Nullable;

/// Where and how names of containers are looked for.
///
/// @param root the host's files; null to look for no names in files
/// @param named the same files where strangers name their folders; null as `root` is
/// @param dockerRoot Docker's data folder as the host sees it; null to look for it
/// @param labels which labels are kept
/// @param runtime where container runtimes are asked as well; null for nowhere
public record NameSettings(
    @Nullable RootFiles root,
    @Nullable NamedFiles named,
    @Nullable String dockerRoot,
    AllowedLabels labels,
    @Nullable RuntimeApi runtime) {

  /// Names from files alone.
  NameSettings(@Nullable RootFiles root, @Nullable String dockerRoot, AllowedLabels labels) {
    this(root, root == null ? null : NamedFiles.inline(root), dockerRoot, labels, null);
  }
}
