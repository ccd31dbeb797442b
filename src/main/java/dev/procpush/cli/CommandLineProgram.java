// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.ConfigException;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.LoadedConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The program as a user starts it: arguments in, exit code out.
public final class CommandLineProgram {

  /// Ended as asked.
  public static final int OK = 0;

  /// Something failed at run time.
  public static final int FAILED = 1;

  /// The command line or a setting is wrong.
  public static final int MISCONFIGURED = 2;

  private static final int MOST_COLUMNS = 1_000;

  private final Map<String, Subcommand> subcommands = new LinkedHashMap<>();
  private final Subcommand withoutName;
  private final ConfigLoader loader;
  private final Version version;
  private final PrintStream out;
  private final PrintStream err;

  /// @param out where help and version go
  /// @param err where errors and warnings go
  public CommandLineProgram(
      ConfigLoader loader, Commands commands, Version version, PrintStream out, PrintStream err) {
    this.loader = loader;
    this.withoutName = new RunCommand(commands);
    this.version = version;
    this.out = out;
    this.err = err;
    for (Subcommand subcommand :
        List.of(withoutName, new OnceCommand(commands), new NamespacesCommand(commands))) {
      subcommands.put(subcommand.name(), subcommand);
    }
  }

  /// Does what the arguments say.
  ///
  /// @return the exit code
  public int execute(String... arguments) {
    try {
      return execute(commandLine().parseArgs(arguments));
    } catch (ParameterException e) {
      return complain(UsageError.line(e), MISCONFIGURED);
    } catch (ConfigException e) {
      return complain(String.valueOf(e.getMessage()), MISCONFIGURED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return complain("interrupted", FAILED);
    } catch (IOException | UncheckedIOException e) {
      return complain(e.toString(), FAILED);
    } catch (RuntimeException e) {
      return complain("unexpected " + e + " at " + Arrays.toString(e.getStackTrace()), FAILED);
    }
  }

  private int execute(ParseResult arguments) throws IOException, InterruptedException {
    ParseResult last = arguments.hasSubcommand() ? arguments.subcommand() : arguments;
    if (last.isUsageHelpRequested()) {
      out.print(last.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
      return OK;
    }
    if (last.isVersionHelpRequested()) {
      out.println(version);
      return OK;
    }
    LoadedConfig loaded = loader.load(SettingOptions.values(arguments));
    loaded.warnings().forEach(this::say);
    Subcommand subcommand = subcommands.getOrDefault(last.commandSpec().name(), withoutName);
    return subcommand.execute(last, loaded.config());
  }

  private CommandLine commandLine() {
    CommandSpec root = CommandSpec.create().name("procpush");
    root.usageMessage()
        .description(
            "",
            "Reads the kernel's counters of this host, of its network namespaces and of its"
                + " containers, and pushes them as OTLP metrics to an OpenTelemetry Collector.",
            "")
        .commandListHeading("%nCommands:%n")
        .footer(
            "",
            "Examples:",
            "  procpush                    push to the Collector on this host",
            "  procpush once               show what would be pushed",
            "  procpush namespaces         show who is on this host",
            "  procpush run --help         show all settings");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version and the commit.")
            .build());
    addHelpAndSettings(root, false);
    subcommands.forEach((name, subcommand) -> root.addSubcommand(name, spec(subcommand)));
    return new CommandLine(root)
        .setExpandAtFiles(false)
        .setInterpolateVariables(false)
        .setOverwrittenOptionsAllowed(false);
  }

  private CommandSpec spec(Subcommand subcommand) {
    CommandSpec spec = subcommand.spec();
    addHelpAndSettings(spec, subcommand.equals(withoutName));
    return spec;
  }

  private static void addHelpAndSettings(CommandSpec spec, boolean settingsShown) {
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this text.").build());
    SettingOptions.addTo(spec, settingsShown);
    spec.usageMessage().sortOptions(false).abbreviateSynopsis(true).width(90);
  }

  private int complain(String what, int exitCode) {
    say(what);
    return exitCode;
  }

  private void say(String what) {
    err.println("procpush: " + TerminalColumns.cut(what, MOST_COLUMNS));
  }
}
