// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.cli.CommandLineProgram;
import dev.procpush.cli.CycleStatus;
import dev.procpush.cli.OutputFormat;
import dev.procpush.cli.StatusLine;
import dev.procpush.cli.Version;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Machine;
import dev.procpush.otlp.LogLines;
import dev.procpush.text.TextEscapes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A container whose name nobody can read as it is, in every output of the program: each shows it
/// in the same escapes, and none has a character in it that a terminal obeys or that nobody sees.
class EveryOutputTest {
  private static final Path CAPTURED =
      Path.of("src/test/fixtures/captured/debian12-docker20-cgroup1");
  private static final String CONTAINER =
      "d9e2836633098ae7c57c59b179f84bac629058b12b72fe709683ca3259e39d11";

  private static final String ESCAPED =
      "w\\u200bé\\u200d\\ufeff\\u202e\\u2066\\u061c\\u0085\\u009b\\u001b[31m\\u2028\\u00ad"
          + "\\udb40\\udc41日";

  private static final String NAME =
      "w\u200bé\u200d\ufeff\u202e\u2066\u061c\u0085\u009b\u001b[31m\u2028\u00ad\udb40\udc41日";

  /// What the table of namespaces has room for.
  private static final int CELL = 50;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path host;

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void showsNamesOfStrangersInEscapes(OutputFormat format) throws IOException {
    makeHost();

    assertThat(
            execute("once", "--format", format.name().toLowerCase(Locale.ROOT).replace('_', '-')))
        .isEqualTo(CommandLineProgram.OK);

    assertHarmless();
    assertThat(text(out).replace("\\\\u", "\\u")).contains(ESCAPED);
  }

  @Test
  void showsThemSoInTheTableOfNamespaces() throws IOException {
    makeHost();

    assertThat(execute("namespaces")).isEqualTo(CommandLineProgram.OK);

    assertHarmless();
    assertThat(text(out)).contains(ESCAPED.substring(0, CELL) + "…");
  }

  @Test
  void showsThemSoInErrorsAndWarnings() throws IOException {
    Files.createDirectories(host.resolve("empty" + NAME));
    Files.createDirectories(host.resolve("proc"));
    assertThat(execute("once", "--path.procfs=" + host.resolve("empty" + NAME)))
        .isEqualTo(CommandLineProgram.FAILED);
    assertThat(execute(NAME)).isEqualTo(CommandLineProgram.MISCONFIGURED);
    assertThat(execute("--" + NAME)).isEqualTo(CommandLineProgram.MISCONFIGURED);
    assertThat(execute("--series.max=" + NAME)).isEqualTo(CommandLineProgram.MISCONFIGURED);
    assertThat(execute("--config=" + config("proc_metrics: [{name: \"" + ESCAPED + "\"}]")))
        .isEqualTo(CommandLineProgram.MISCONFIGURED);

    assertHarmless();
    assertThat(text(err).lines().filter(line -> line.startsWith("procpush: ")))
        .hasSize(5)
        .allMatch(line -> line.contains(ESCAPED));
  }

  @ParameterizedTest
  @EnumSource(System.Logger.Level.class)
  void showsThemSoInTheLog(System.Logger.Level level) {
    List<String> lines = new ArrayList<>();
    LogLines.install((String line) -> lines.add(line), System.Logger.Level.ALL);
    System.Logger log = System.getLogger("dev.procpush.test");

    log.log(level, NAME);
    log.log(level, "{0}", NAME);
    log.log(level, "failed", new IllegalStateException(NAME, new IOException(NAME)));

    boolean silent = level == System.Logger.Level.OFF || level == System.Logger.Level.ALL;
    assertThat(lines).hasSize(silent ? lines.size() : 3);
    assertThat(lines).allSatisfy(line -> assertThat(line).contains(ESCAPED).endsWith("\n"));
    assertShown(String.join("", lines));
  }

  @Test
  void showsThemSoInTheStatusLine() {
    StatusLine line = new StatusLine(stream(out), true);
    line.show(new CycleStatus(1, 1, 1, 1, NAME));

    assertThat(text(out)).contains("Collector " + ESCAPED.substring(0, 30));
    assertShown(text(out).replaceAll("\r?\033\\[[?0-9]*[Klh]", ""));
  }

  private void makeHost() throws IOException {
    copy(CAPTURED, host);
    Path state =
        Files.createDirectories(host.resolve("var/lib/docker/containers/" + CONTAINER))
            .resolve("config.v2.json");
    Files.writeString(state, "{\"ID\": \"%s\", \"Name\": \"/%s\"}".formatted(CONTAINER, ESCAPED));
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (Stream.of(arguments).noneMatch(argument -> argument.startsWith("--path.procfs"))) {
      all.add("--path.procfs=" + host.resolve("proc"));
    }
    all.add("--path.rootfs=" + host);
    Version version = new Version("1.2.3", "0123456789ab");
    return new CommandLineProgram(
            new ConfigLoader(Map.of(), new Machine(Path.of("/none"), 0)),
            new Agent(Map.of(), version, stream(out), stream(err)),
            version,
            stream(out),
            stream(err))
        .execute(all.toArray(String[]::new));
  }

  private String config(String yaml) throws IOException {
    return Files.writeString(host.resolve("procpush.yaml"), yaml).toString();
  }

  private void assertHarmless() {
    assertShown(text(out));
    assertShown(text(err));
  }

  private static void assertShown(String text) {
    assertThat(text.replace("\n", "").codePoints()).allMatch(TextEscapes::isShownAsItIs);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Path target = to.resolve(from.relativize(file).toString());
              if (!Files.exists(target)) {
                Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static PrintStream stream(ByteArrayOutputStream target) {
    return new PrintStream(target, true, UTF_8);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(UTF_8);
  }
}
