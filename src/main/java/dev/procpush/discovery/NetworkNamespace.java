// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.NamespaceMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network namespace while it lives: one object from the scan that found it to the scan that no
/// longer did. A namespace that merely has a dead one's inode number is another object.
public interface NetworkNamespace {

  /// What `stat` gives for `/proc/<pid>/net/dev` of each of its processes; not the `net:[…]`
  /// number.
  long inode();

  NamespaceKind kind();

  /// Whose series the namespace's are: the outermost container, among siblings the sandbox, else
  /// the container of the oldest process. The same object from scan to scan until something about
  /// it changed.
  @Nullable Container owner();

  /// All containers with a process in it: the owner too, unless that is a sandbox without one.
  List<Container> members();

  /// Its names (of `ip netns`), oldest first; empty for one without. The path of a mount stands for
  /// its name where that is another namespace's.
  List<String> names();

  /// The mounts that lead into it, oldest first.
  List<NamespaceMount> mounts();

  /// The oldest of its processes; null for one without, and where it is not known.
  @Nullable NamespaceProcess oldestProcess();

  /// How many processes it has, as of the last scan.
  int processCount();

  /// The folder of the process it is read through, as in `/host/proc/1234` or
  /// `/host/proc/1234/task/1240`; null for one without processes.
  @Nullable String directory();

  /// Turns to another living process after that of [#directory] has ended.
  ///
  /// @return its folder, or null when there is no other
  @Nullable String nextDirectory();
}
