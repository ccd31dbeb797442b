// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.AgentConfig;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `procpush run`: the agent itself.
///
/// @param commands what it does
record RunCommand(Commands commands) implements Subcommand {

  @Override
  public String name() {
    return "run";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage()
        .header("Collect and push until stopped. This is the default.", "")
        .description(
            "",
            "Collects every 10 seconds and pushes to a Collector, until SIGINT or SIGTERM. What"
                + " fails to be read, or to be sent, is said once and tried again.",
            "",
            "Every option may be written as a variable instead (PROCPUSH_SERIES_MAX for"
                + " --series.max) or stand in the file of --config (series.max: 20000). The"
                + " command line goes before the environment, that before the file.",
            "",
            "A REGEX may match anywhere in a name; ^ and $ tie it to the ends.",
            "")
        .footer(
            "",
            "Where to push, and how often, is said by OpenTelemetry's own variables:",
            "  OTEL_EXPORTER_OTLP_ENDPOINT   http://localhost:4317 unless set",
            "  OTEL_EXPORTER_OTLP_PROTOCOL   grpc, or http/protobuf to port 4318",
            "  OTEL_EXPORTER_OTLP_HEADERS    such as authorization=Bearer%%20TOKEN",
            "  OTEL_METRIC_EXPORT_INTERVAL   in milliseconds, 10000 unless set",
            "",
            "Examples:",
            "  procpush run",
            "  OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317 procpush run",
            "  procpush run --interfaces.exclude='^(lo|docker0)$' --series.max=20000",
            "",
            "Exit codes: 0 stopped as asked, 1 failed, 2 a setting is wrong.");
    return spec;
  }

  @Override
  public int execute(ParseResult arguments, AgentConfig config)
      throws IOException, InterruptedException {
    return commands.run(config);
  }
}
