// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.util.List;
import java.util.Map;

/// The image that the Dockerfile makes of these sources, under a tag of this test run's.
final class AgentImage implements AutoCloseable {

  private final String tag = "procpush:procpush-it-" + ProcessHandle.current().pid();

  /// Builds it, with the host's network, since the build fetches from package registries by it.
  /// Where an earlier test has built it from the same sources, Docker still has its parts.
  AgentImage() {
    boolean buildKit = Command.works("docker", "buildx", "version");
    new Command(
            Map.of("DOCKER_BUILDKIT", buildKit ? "1" : "0"),
            List.of("docker", "build", "--network", "host", "-t", tag, "."))
        .run();
  }

  String tag() {
    return tag;
  }

  @Override
  public void close() {
    Command.run("docker", "rmi", "-f", tag);
  }
}
