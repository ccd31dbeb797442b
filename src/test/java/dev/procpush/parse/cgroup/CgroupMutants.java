// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What every parser is held to: no damage to a file gives anything but a result or
/// [MalformedKernelDataException].
public final class CgroupMutants {
  private CgroupMutants() {}

  static <T> T parse(Parser<T> parser, String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return parser.parse(new ByteCursor("file", bytes, bytes.length));
  }

  /// @return how many of a hundred thousand mutants were refused
  static int refused(Parser<?> parser, String text) {
    ByteMutants mutants = new ByteMutants(text.getBytes(ISO_8859_1), 25);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(parser.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
      } catch (MalformedKernelDataException e) {
        refused++;
      }
    }
    return refused;
  }

  /// A file of the one container with limits in a captured host, version 1 with version 2 beside.
  public static String captured(String controller, String file) throws IOException {
    return inFolderWithLimits(
        Path.of("src/test/fixtures/captured/debian12-docker20-containers/sys/fs/cgroup"),
        controller,
        file);
  }

  private static String inFolderWithLimits(Path root, String controller, String file)
      throws IOException {
    try (var containers = Files.list(root.resolve("pids/docker"))) {
      for (Path container : containers.toList()) {
        if (Files.readString(container.resolve("pids.max")).equals("12\n")) {
          String id = container.getFileName().toString();
          return Files.readString(
              root.resolve(controller).resolve("docker").resolve(id).resolve(file));
        }
      }
    }
    throw new IOException("no container with a limit");
  }

  /// A file of the one container with limits in a composed host of version 2.
  public static String composed(String file) throws IOException {
    Path pod =
        Path.of(
            "src/test/fixtures/composed/kubernetes-containerd-cgroup2/sys/fs/cgroup/kubepods.slice",
            "kubepods-burstable.slice",
            "kubepods-burstable-pod1f6b6a3e_6f0a_4c79_9a55_0d3d3a3f7c11.slice");
    return Files.readString(
        pod.resolve("cri-containerd-" + "d4e5f6".repeat(10) + "d4e5.scope").resolve(file));
  }
}
