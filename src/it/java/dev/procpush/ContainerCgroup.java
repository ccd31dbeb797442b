// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The cgroups of a container, one in each hierarchy, as a test finds and reads them.
///
/// @param folders those with the container's id in their names
record ContainerCgroup(List<Path> folders) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path UNIFIED = ROOT.resolve("unified");
  private static final int DEEPEST = 4;

  /// @param id the whole one
  static ContainerCgroup of(String id) throws IOException {
    List<Path> found = new ArrayList<>();
    addNamed(ROOT, id, DEEPEST, found);
    assertThat(found).as("cgroups of " + id).isNotEmpty();
    return new ContainerCgroup(List.copyOf(found));
  }

  /// Other containers come and go meanwhile.
  private static void addNamed(Path folder, String id, int depth, List<Path> found) {
    List<Path> below = List.of();
    try (Stream<Path> entries = Files.list(folder)) {
      below = entries.filter(entry -> Files.isDirectory(entry)).toList();
    } catch (IOException | UncheckedIOException gone) {
      assertThat(folder).isNotEqualTo(ROOT);
    }
    for (Path entry : below) {
      if (entry.getFileName().toString().contains(id)) {
        found.add(entry);
      } else if (depth > 1 && !Files.isSymbolicLink(entry)) {
        addNamed(entry, id, depth - 1, found);
      }
    }
  }

  /// The folder in a controller's hierarchy of version 1, else in that of version 2.
  Path folder(String controller) throws IOException {
    Path own = ROOT.resolve(controller);
    Path hierarchy = Files.isDirectory(own) ? own.toRealPath() : ROOT;
    return folders.stream()
        .filter(folder -> folder.startsWith(hierarchy))
        .findFirst()
        .orElseThrow();
  }

  /// Whether a controller is one of version 1.
  static boolean isVersion1(String controller) {
    return Files.isDirectory(ROOT.resolve(controller));
  }

  /// The one number of a file.
  ///
  /// @param version1 its name in a hierarchy of version 1
  /// @param version2 its name in that of version 2
  long number(String controller, String version1, String version2) throws IOException {
    return Long.parseLong(text(controller, version1, version2).strip());
  }

  /// The text of a file.
  String text(String controller, String version1, String version2) throws IOException {
    return Files.readString(
        folder(controller).resolve(isVersion1(controller) ? version1 : version2));
  }

  /// The number after a key in a file.
  long keyed(String controller, String file, String key) throws IOException {
    return Files.readAllLines(folder(controller).resolve(file)).stream()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /// Whether version 2 has it, alone or beside version 1.
  boolean isUnified() {
    Path hierarchy = Files.isDirectory(UNIFIED) ? UNIFIED : ROOT;
    return folders.stream()
        .anyMatch(
            folder ->
                folder.startsWith(hierarchy) && Files.exists(folder.resolve("cgroup.controllers")));
  }

  /// What its processes have run, as the kernel has measured it, in user's and kernel's mode
  /// together; of version 2 where that has the container. In one hierarchy it has a little more
  /// than in another, in which its processes were put later.
  double cpuSeconds() throws IOException {
    return isUnified() ? keyed("unified", "cpu.stat", "usage_usec") / 1e6 : cpuacctSeconds();
  }

  /// The same, of version 1.
  double cpuacctSeconds() throws IOException {
    return number("cpuacct", "cpuacct.usage", "") / 1e9;
  }
}
