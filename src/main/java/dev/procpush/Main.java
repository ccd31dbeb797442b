// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.cli.CommandLineProgram;
import dev.procpush.cli.Version;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Machine;
import java.util.Map;

/// The program: from the arguments to the exit code.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Version version = Version.ofProgram();
    CommandLineProgram program =
        new CommandLineProgram(
            new ConfigLoader(environment, Machine.current()),
            new Agent(environment, version, System.out, System.err),
            version,
            System.out,
            System.err);
    System.exit(program.execute(arguments));
  }
}
