// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in one line.
final class UsageError {

  private UsageError() {}

  static String line(ParameterException error) {
    CommandSpec spec = error.getCommandLine().getCommandSpec();
    return what(error, spec) + " (see " + spec.qualifiedName() + " --help)";
  }

  private static String what(ParameterException error, CommandSpec spec) {
    return switch (error) {
      case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
          unknown(unmatched.getUnmatched().getFirst(), spec);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          label(missing.getMissing().getFirst()) + " needs a value";
      case OverwrittenOptionException twice -> label(twice.getOverwritten()) + " is given twice";
      default -> String.valueOf(error.getMessage());
    };
  }

  private static String unknown(String argument, CommandSpec spec) {
    Collection<String> commands = spec.subcommands().keySet();
    List<String> options = spec.options().stream().map(OptionSpec::longestName).toList();
    if (argument.startsWith("-")) {
      String name = argument.split("=", 2)[0];
      return "unknown option '" + name + "'" + Spelling.question(name, options);
    }
    if (commands.isEmpty()) {
      return "unexpected argument '" + argument + "'";
    }
    List<String> known = Stream.concat(commands.stream(), Stream.of("--help")).toList();
    return "unknown command '" + argument + "'" + Spelling.question(argument, known);
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
