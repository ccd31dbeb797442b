// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.AgentConfig;
import dev.procpush.config.ConfigException;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `procpush once`: one collection, printed.
///
/// @param commands what it does
record OnceCommand(Commands commands) implements Subcommand {

  private static final String FORMAT = "--format";

  @Override
  public String name() {
    return "once";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create();
    spec.addOption(
        OptionSpec.builder(FORMAT)
            .paramLabel(OutputFormat.all("|"))
            .arity("1")
            .type(String.class)
            .description(
                "text is a table for people, otlp-json the export request as one JSON document,"
                    + " prometheus the names and labels that Prometheus will have. Default: text")
            .build());
    spec.usageMessage()
        .header("Collect once, print, and end. Nothing is pushed.", "")
        .description("", "Takes the settings of 'procpush run' as well.", "")
        .footer(
            "",
            "Examples:",
            "  procpush once",
            "  procpush once --format prometheus | grep container_network_io",
            "  procpush once --format otlp-json --interfaces.exclude= > metrics.json",
            "",
            "Exit codes: 0 printed, 1 failed, or printed without the host, whose procfs is not"
                + " seen (the last line of standard error says which mount to add), 2 a setting is"
                + " wrong.");
    return spec;
  }

  @Override
  public int execute(ParseResult arguments, AgentConfig config)
      throws IOException, InterruptedException {
    return commands.once(config, format(arguments));
  }

  private static OutputFormat format(ParseResult arguments) {
    String text = arguments.matchedOptionValue(FORMAT, OutputFormat.TEXT.value());
    for (OutputFormat format : OutputFormat.values()) {
      if (format.value().equals(text)) {
        return format;
      }
    }
    throw new ConfigException(FORMAT + "=" + text + ": not one of " + OutputFormat.all(", "));
  }
}
