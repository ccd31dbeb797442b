// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.AgentConfig;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One of the program's subcommands.
interface Subcommand {

  String name();

  /// Its own options and its help text; the settings come on top.
  CommandSpec spec();

  /// @param arguments those of this subcommand, parsed
  /// @return the exit code
  int execute(ParseResult arguments, AgentConfig config) throws IOException, InterruptedException;
}
