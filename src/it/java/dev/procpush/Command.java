// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that a test runs to its end.
///
/// @param environment added to the test's own
/// @param line the program and its arguments
public record Command(Map<String, String> environment, List<String> line) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  public Command {
    environment = Map.copyOf(environment);
    line = List.copyOf(line);
  }

  /// What the program wrote to standard output and standard error; an exception with it if the exit
  /// code is not 0.
  public static String run(String... line) {
    return new Command(Map.of(), List.of(line)).run();
  }

  /// Whether the program exists and ends with exit code 0.
  public static boolean works(String... line) {
    try {
      run(line);
      return true;
    } catch (IllegalStateException | UncheckedIOException e) {
      return false;
    }
  }

  /// As [#run(String...)], with this environment.
  public String run() {
    try {
      Path output = Files.createTempFile("procpush-command", ".log");
      try {
        return run(output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", line), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(String.join(" ", line), e);
    }
  }

  /// Output goes to a file: a pipe would hold this up while a daemon that was started has it open.
  private String run(Path output) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectOutput(output.toFile()).environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        String how = ended ? "exit code " + process.exitValue() : "no end";
        throw new IllegalStateException(String.join(" ", line) + ": " + how + "\n" + text);
      }
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
