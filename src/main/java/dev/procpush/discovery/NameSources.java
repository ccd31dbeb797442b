// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All places where names are looked for, best first. A container is looked up when it is new, and
/// in a few cycles more, since runtimes write its files late. A name that was found is read again
/// once in thirty cycles, since a container can be renamed.
final class NameSources {
  private static final int ATTEMPTS = 6;
  private static final int ROTA = 30;
  private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{12,64}");

  private final List<NameSource> sources;
  private @Nullable ErrnoException outOfReach;
  private int cycle;
  private int turns;

  NameSources(List<NameSource> sources) {
    this.sources = List.copyOf(sources);
  }

  static NameSources of(
      KernelFiles kernel, String procfs, @Nullable RootFiles root, @Nullable String dockerRoot) {
    ConmonNames conmon = new ConmonNames(kernel, procfs);
    return new NameSources(
        root == null
            ? List.of(conmon)
            : List.of(
                new KubernetesLogNames(root),
                conmon,
                new DockerNames(root, new DockerRoot(kernel, root, dockerRoot))));
  }

  /// Looks up the containers that are due.
  ///
  /// @return whether anything was found
  boolean lookUp(Collection<KnownContainer> containers, @Nullable KnownNamespace host) {
    boolean begun = false;
    boolean found = false;
    cycle = (cycle + 1) % ROTA;
    for (KnownContainer container : containers) {
      if (isDue(container)) {
        if (!begun) {
          List<KnownProcess> hostProcesses = host == null ? List.of() : host.processes();
          sources.forEach(source -> source.beginCycle(hostProcesses));
          begun = true;
        }
        found |= lookUp(container);
      } else if (container.namedBy != null && container.turn == cycle) {
        found |= lookAgain(container, container.namedBy);
      }
    }
    return found;
  }

  List<String> notices() {
    if (outOfReach == null) {
      return List.of();
    }
    String remedy =
        outOfReach.isDenied()
            ? "run as uid 0, no capability is needed (PROCPUSH_USER=0 for compose.yml)"
            : "mount the host's root (docker run -v /:/host:ro,rslave), or name Docker's data"
                + " folder with --docker.root";
    return List.of(
        "names of Docker containers are out of reach (" + outOfReach.getMessage() + "): " + remedy);
  }

  private static boolean isDue(KnownContainer container) {
    return container.attempts < ATTEMPTS
        && !isComplete(container)
        && HEX_ID.matcher(container.id()).matches();
  }

  private static boolean isComplete(KnownContainer container) {
    ContainerNames names = container.names;
    return names != null
        && (container.cgroup.podUid() == null
            || names.sandbox()
            || names.podContainerName() != null);
  }

  /// What it was called last stays where its name cannot be read.
  private static boolean lookAgain(KnownContainer container, NameSource source) {
    try {
      ContainerNames names = source.findAgain(container);
      boolean renamed = names != null && !names.equals(container.names);
      container.names = renamed ? names : container.names;
      return renamed;
    } catch (ErrnoException e) {
      return false;
    }
  }

  private boolean lookUp(KnownContainer container) {
    container.attempts++;
    for (NameSource source : sources) {
      try {
        ContainerNames names = source.find(container);
        if (names != null && !names.equals(container.names)) {
          container.names = names;
          container.namedBy = source;
          turns = (turns + 1) % ROTA;
          container.turn = turns;
          return true;
        }
        if (names != null) {
          return false;
        }
      } catch (ErrnoException e) {
        boolean missing = e.errno() == ErrnoException.ENOENT;
        if (outOfReach == null && (missing || e.isDenied())) {
          outOfReach = e;
        }
      }
    }
    return false;
  }
}
