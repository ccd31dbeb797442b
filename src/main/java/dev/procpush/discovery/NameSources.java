// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamedFiles;
import dev.procpush.linux.RootFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All places where names are looked for, best first: each may know a part, and what a better one
/// says goes before. A container is looked up when it is new, and while something of it is unknown
/// in a few cycles more, since runtimes write its files late. A source that knew it is not asked
/// again, but once in thirty cycles whether it was renamed.
final class NameSources {
  private static final int ATTEMPTS = 6;
  private static final int ROTA = 30;

  /// The ids that runtimes make, which may stand in the path of a file.
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}|[0-9a-f]{32}-[0-9]{1,20}");

  private static final String AS_ROOT =
      "run as uid 0, no capability is needed (PROCPUSH_USER=0 for compose.yml)";

  private final List<NameSource> sources;
  private final @Nullable RuntimeApi runtime;
  private @Nullable ErrnoException dockerOutOfReach;
  private @Nullable ErrnoException imagesOutOfReach;
  private @Nullable ErrnoException unusable;
  private @Nullable ErrnoException unanswered;
  private int cycle;
  private int turns;

  NameSources(List<NameSource> sources) {
    this(sources, null);
  }

  /// @param runtime that one of the sources asks; null for none
  NameSources(List<NameSource> sources, @Nullable RuntimeApi runtime) {
    this.sources = List.copyOf(sources);
    this.runtime = runtime;
  }

  static NameSources of(KernelFiles kernel, String procfs, NameSettings settings) {
    Conmon conmon = new Conmon(kernel, procfs);
    List<NameSource> sources = new ArrayList<>();
    RootFiles root = settings.root();
    RuntimeApi runtime = settings.runtime();
    if (runtime != null) {
      sources.add(new RuntimeNames(runtime, settings.labels()));
    }
    sources.add(new ParentRuntime(kernel, procfs));
    NamedFiles named = settings.named();
    if (root == null || named == null) {
      sources.add(new ConmonNames(conmon));
    } else {
      ContainersStorage storage = new ContainersStorage(named, conmon);
      sources.add(new KubernetesLogNames(root));
      sources.add(new BundleNames(root, storage, settings.labels()));
      sources.add(new ConmonNames(conmon));
      sources.add(new StorageNames(storage));
      DockerRoot docker = new DockerRoot(kernel, root, settings.dockerRoot());
      sources.add(new DockerNames(root, docker, settings.labels()));
    }
    return new NameSources(sources, runtime);
  }

  /// Looks up the containers that are due.
  ///
  /// @return whether anything was found
  boolean lookUp(Collection<KnownContainer> containers, @Nullable KnownNamespace host) {
    boolean begun = false;
    boolean found = false;
    cycle = (cycle + 1) % ROTA;
    for (KnownContainer container : containers) {
      if (isDue(container) || hasNews(container)) {
        if (!begun) {
          List<KnownProcess> hostProcesses = host == null ? List.of() : host.processes();
          sources.forEach(source -> source.beginCycle(hostProcesses));
          begun = true;
        }
        found |= lookUp(container);
      } else if (container.names != null && container.turn == cycle) {
        found |= lookAgain(container);
      }
    }
    return found;
  }

  /// What is out of reach, and the way to it: one line each. Where runtimes are asked, and answer,
  /// their files are not missed.
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (runtime != null) {
      notices.addAll(runtime.notices());
    }
    boolean missed = runtime == null || !notices.isEmpty();
    if (missed && dockerOutOfReach != null) {
      String remedy =
          dockerOutOfReach.isDenied()
              ? AS_ROOT
              : "mount the host's root (docker run -v /:/host:ro,rslave), or name Docker's data"
                  + " folder with --docker.root";
      notices.add(
          "names of Docker containers are out of reach ("
              + dockerOutOfReach.getMessage()
              + "): "
              + remedy);
    } else if (missed && imagesOutOfReach != null) {
      notices.add(
          "images of containers, and names of some, are out of reach ("
              + imagesOutOfReach.getMessage()
              + "): "
              + AS_ROOT);
    }
    if (unusable != null) {
      notices.add(
          "a file in which a container's name is looked for is none that a runtime writes, and is"
              + " not used ("
              + unusable.getMessage()
              + ")");
    }
    if (unanswered != null) {
      notices.add(
          "names of containers are missing while their files do not answer ("
              + unanswered.getMessage()
              + ")");
    }
    return notices;
  }

  private static boolean isDue(KnownContainer container) {
    return container.attempts < ATTEMPTS
        && !(container.attempts > 0 && isComplete(container))
        && ID.matcher(container.id()).matches();
  }

  private static boolean hasNews(KnownContainer container) {
    return container.question != null && container.question.answer() != null;
  }

  private static boolean isComplete(KnownContainer container) {
    ContainerNames names = container.names;
    if (names == null || (names.runtime() == null && container.cgroup.runtime() == null)) {
      return false;
    }
    if (container.cgroup.podUid() != null && names.sandbox()) {
      return true;
    }
    String name = container.cgroup.podUid() == null ? names.name() : names.podContainerName();
    return name != null && names.image() != null;
  }

  /// What it was called last stays where its name cannot be read.
  private boolean lookAgain(KnownContainer container) {
    boolean found = false;
    for (int i = 0; i < sources.size(); i++) {
      ContainerNames before = container.answer(i);
      try {
        ContainerNames now = before == null ? null : sources.get(i).findAgain(container);
        if (now != null && !now.equals(before)) {
          container.answer(i, sources.size(), now);
          found = true;
        }
      } catch (ErrnoException e) {
        // as before
      }
    }
    return found && merge(container);
  }

  private boolean lookUp(KnownContainer container) {
    container.attempts++;
    boolean found = false;
    for (int i = 0; i < sources.size(); i++) {
      if (container.answer(i) == null || sources.get(i).hasNews(container)) {
        ContainerNames names = ask(sources.get(i), container);
        if (names != null) {
          container.answer(i, sources.size(), names);
          found = true;
        }
      }
    }
    return found && merge(container);
  }

  private @Nullable ContainerNames ask(NameSource source, KnownContainer container) {
    try {
      return source.find(container);
    } catch (ErrnoException e) {
      if (PlacedFiles.isUnusable(e)) {
        unusable = unusable == null ? e : unusable;
        return ContainerNames.NONE; // so that it is not tried again
      }
      if (e.errno() == ErrnoException.ETIMEDOUT) {
        unanswered = unanswered == null ? e : unanswered;
        container.attempts = 0; // so that it is tried until it answers
      } else if (source instanceof DockerNames) {
        boolean missing = e.errno() == ErrnoException.ENOENT;
        boolean said = dockerOutOfReach != null || !(missing || e.isDenied());
        dockerOutOfReach = said ? dockerOutOfReach : e;
      } else if (imagesOutOfReach == null && e.isDenied()) {
        imagesOutOfReach = e;
      }
      return null;
    }
  }

  /// Puts together what all sources say.
  ///
  /// @return whether that is something new
  private boolean merge(KnownContainer container) {
    ContainerNames merged = ContainerNames.NONE;
    for (int i = 0; i < sources.size(); i++) {
      ContainerNames part = container.answer(i);
      merged = part == null ? merged : merged.or(part);
    }
    ContainerNames before = container.names;
    if (merged.equals(ContainerNames.NONE) || Objects.equals(merged, before)) {
      return false;
    }
    if (before == null) {
      turns = (turns + 1) % ROTA;
      container.turn = turns;
    }
    container.names = merged;
    return true;
  }
}
