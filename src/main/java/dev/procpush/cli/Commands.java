// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.AgentConfig;
import java.io.IOException;

/// What the subcommands do, once it is known with which settings. Each returns the exit code; a
/// [dev.procpush.config.ConfigException] stands for a bad setting that only turned out now, any
/// other exception for a failure at run time.
public interface Commands {

  /// Collects and pushes until the process is told to end.
  int run(AgentConfig config) throws IOException, InterruptedException;

  /// Collects once and prints.
  int once(AgentConfig config, OutputFormat format) throws IOException, InterruptedException;

  /// Lists the network namespaces.
  int namespaces(AgentConfig config) throws IOException, InterruptedException;
}
