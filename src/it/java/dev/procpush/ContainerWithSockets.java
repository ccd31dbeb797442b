// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A Docker container in which `sockets.c` runs.
///
/// @param id all of its digits
record ContainerWithSockets(String name, String id, HeldSockets sockets) implements AutoCloseable {

  /// Starts it. The program's filter on its own sockets takes `CAP_NET_ADMIN` on some kernels.
  ///
  /// @param program `sockets.c`, built
  /// @param options of `docker run`
  static ContainerWithSockets start(String name, Path program, String... options)
      throws IOException {
    List<String> line =
        new ArrayList<>(List.of("docker", "run", "-d", "--name", name, "--cap-add", "NET_ADMIN"));
    line.addAll(List.of("--volume", program + ":/sockets:ro"));
    line.addAll(List.of("--sysctl", "net.ipv4.tcp_orphan_retries=100"));
    line.addAll(List.of(options));
    line.addAll(List.of("busybox:1.37", "sleep", "3600"));
    try {
      String id = Command.run(line.toArray(String[]::new)).strip();
      HeldSockets sockets = HeldSockets.start("docker", "exec", "-i", name, "/sockets");
      return new ContainerWithSockets(name, id, sockets);
    } catch (IOException | RuntimeException e) {
      remove(name);
      throw e;
    }
  }

  /// The part of the id that is a label.
  String shortId() {
    return id.substring(0, 12);
  }

  /// What runs a program in its network namespace.
  List<String> entering() {
    String pid = Command.run("docker", "inspect", "-f", "{{.State.Pid}}", name).strip();
    return List.of("nsenter", "--net=/proc/" + pid + "/ns/net");
  }

  @Override
  public void close() {
    sockets.close();
    remove(name);
  }

  private static void remove(String name) {
    Command.works("docker", "rm", "-fv", name);
  }
}
