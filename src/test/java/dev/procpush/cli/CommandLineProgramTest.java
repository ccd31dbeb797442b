// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.GoldenFile;
import dev.procpush.config.ConfigException;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineProgramTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    "'', run 5000",
    "run, run 5000",
    "--series.max=7, run 7",
    "run --series.max 8, run 8",
    "--series.max=7 run, run 7",
    "--series.max=7 run --series.max=8, run 8",
    "once, once 5000 TEXT",
    "once --format text, once 5000 TEXT",
    "once --format=otlp-json --series.max=9, once 9 OTLP_JSON",
    "--series.max=9 once --format prometheus, once 9 PROMETHEUS",
    "namespaces, namespaces 5000",
    "--namespaces.exclude=-x, run 5000",
    "--namespaces.exclude ^$, run 5000",
    "--namespaces.exclude @file, run 5000",
    "--namespaces.exclude ${sys:user.home}, run 5000",
  })
  void doesWhatTheArgumentsSay(String arguments, String call) {
    RecordedCommands commands = new RecordedCommands(() -> 0);

    assertThat(execute(commands, Map.of(), words(arguments))).isZero();
    assertThat(commands.calls()).containsExactly(call);
    assertThat(text(out)).isEmpty();
    assertThat(text(err)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "onec|unknown command 'onec'; did you mean 'once'? (see procpush --help)",
        "help|unknown command 'help'; did you mean '--help'? (see procpush --help)",
        "@file|unknown command '@file' (see procpush --help)",
        "run run|unexpected argument 'run' (see procpush run --help)",
        "once text|unexpected argument 'text' (see procpush once --help)",
        "--serise.max=1|unknown option '--serise.max'; did you mean '--series.max'?"
            + " (see procpush --help)",
        "run --formt=text|unknown option '--formt' (see procpush run --help)",
        "once --formt=text|unknown option '--formt'; did you mean '--format'?"
            + " (see procpush once --help)",
        "-x|unknown option '-x' (see procpush --help)",
        "--series.max|--series.max needs a value (see procpush --help)",
        "--series.max --help|--series.max needs a value (see procpush --help)",
        "once --format|--format needs a value (see procpush once --help)",
        "run --series.max=1 --series.max=1|--series.max is given twice (see procpush run --help)",
        "once --format xml|--format=xml: not one of text, otlp-json, prometheus",
        "--series.max=abc|--series.max=abc: not a whole number",
        "--series.max=-5|--series.max=-5: not between 1 and 10000000",
        "--config /none|--config=/none: no such file",
        "--metrics.exclude=\\.(|--metrics.exclude=\\.(: not a regular expression of RE2: missing"
            + " closing ): \\.(",
      })
  void refusesInOneLine(String arguments, String line) {
    RecordedCommands commands = new RecordedCommands(() -> 0);

    assertThat(execute(commands, Map.of(), words(arguments))).isEqualTo(2);
    assertThat(text(err)).isEqualTo("procpush: " + line + "\n");
    assertThat(text(out)).isEmpty();
    assertThat(commands.calls()).isEmpty();
  }

  @Test
  void escapesAndBoundsWhatItRepeats() {
    RecordedCommands commands = new RecordedCommands(() -> 0);

    int exitCode = execute(commands, Map.of(), "a\nb\u001b[31m" + "c".repeat(10_000));

    assertThat(exitCode).isEqualTo(2);
    assertThat(text(err))
        .startsWith("procpush: unknown command 'a\\u000ab\\u001b[31mccc")
        .hasSizeLessThan(1_100);
    assertThat(text(err).lines()).hasSize(1);
  }

  @Test
  void printsWarningsAndGoesOn() {
    RecordedCommands commands = new RecordedCommands(() -> 0);

    assertThat(execute(commands, Map.of("PROCPUSH_SERIES_MAXX", "1"))).isZero();
    assertThat(text(err))
        .isEqualTo(
            "procpush: PROCPUSH_SERIES_MAXX is not a setting and is ignored;"
                + " the nearest is PROCPUSH_SERIES_MAX\n");
    assertThat(commands.calls()).containsExactly("run 5000");
  }

  @Test
  void returnsTheCommandsExitCode() {
    assertThat(execute(new RecordedCommands(() -> 1), Map.of())).isEqualTo(1);
    assertThat(text(err)).isEmpty();
  }

  @Test
  void tellsASettingThatTurnedOutWrongFromAFailure() {
    RecordedCommands refusing =
        new RecordedCommands(
            () -> {
              throw new ConfigException("OTEL_CONFIG_FILE is not supported");
            });
    assertThat(execute(refusing, Map.of())).isEqualTo(2);

    RecordedCommands failing =
        new RecordedCommands(
            () -> {
              throw new IOException("disk on fire");
            });
    assertThat(execute(failing, Map.of())).isEqualTo(1);

    assertThat(text(err))
        .isEqualTo(
            """
            procpush: OTEL_CONFIG_FILE is not supported
            procpush: java.io.IOException: disk on fire
            """);
  }

  @Test
  void saysWhereItWasWhenSomethingUnexpectedHappened() {
    RecordedCommands commands =
        new RecordedCommands(
            () -> {
              throw new IllegalStateException("what?");
            });

    assertThat(execute(commands, Map.of())).isEqualTo(1);
    assertThat(text(err))
        .startsWith("procpush: unexpected java.lang.IllegalStateException: what? at [dev.procpush.")
        .hasLineCount(1);
  }

  @Test
  void staysInterrupted() {
    RecordedCommands commands =
        new RecordedCommands(
            () -> {
              throw new InterruptedException();
            });

    assertThat(execute(commands, Map.of())).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run", "once", "namespaces"})
  void helps(String command) throws IOException {
    String[] arguments = (command + " --help").strip().split(" ", -1);

    assertThat(execute(new RecordedCommands(() -> 3), Map.of(), arguments)).isZero();
    assertThat(text(err)).isEmpty();
    assertThat(text(out).lines()).allMatch(line -> line.length() <= 90);
    String name = command.isEmpty() ? "procpush" : "procpush-" + command;
    GoldenFile.assertHolds("src/test/golden/help/" + name + ".txt", text(out));
  }

  @Test
  void helpsEvenWhereASettingIsWrong() {
    Map<String, String> environment = Map.of("PROCPUSH_SERIES_MAX", "abc");

    assertThat(execute(new RecordedCommands(() -> 3), environment, "run", "-h")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void tellsVersionAndCommit(String option) {
    assertThat(execute(new RecordedCommands(() -> 3), Map.of(), option)).isZero();
    assertThat(text(out)).isEqualTo("procpush 1.2.3 (commit 0123456789ab)\n");
  }

  private int execute(Commands commands, Map<String, String> environment, String... arguments) {
    ConfigLoader loader = new ConfigLoader(environment, new Machine(Path.of("/none"), 0));
    return new CommandLineProgram(
            loader, commands, new Version("1.2.3", "0123456789ab"), stream(out), stream(err))
        .execute(arguments);
  }

  private static String[] words(String arguments) {
    return arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
