// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.cli.CommandLineProgram;
import dev.procpush.cli.Commands;
import dev.procpush.cli.OutputFormat;
import dev.procpush.cli.Version;
import dev.procpush.config.AgentConfig;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Machine;

/// The program: from the arguments to the exit code.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    ConfigLoader loader = new ConfigLoader(System.getenv(), Machine.current());
    CommandLineProgram program =
        new CommandLineProgram(loader, new NotWired(), Version.ofProgram(), System.out, System.err);
    System.exit(program.execute(arguments));
  }

  /// Stands where the agent will be.
  private record NotWired() implements Commands {

    @Override
    public int run(AgentConfig config) {
      throw new UnsupportedOperationException("run");
    }

    @Override
    public int once(AgentConfig config, OutputFormat format) {
      throw new UnsupportedOperationException("once");
    }

    @Override
    public int namespaces(AgentConfig config) {
      throw new UnsupportedOperationException("namespaces");
    }
  }
}
