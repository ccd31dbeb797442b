// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that has run to its end.
///
/// @param output what it wrote to standard output
/// @param errors what it wrote to standard error
record Ended(int exitCode, String output, String errors) {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /// Runs the program. One that does not end is killed, and an exception tells.
  static Ended run(ProcessBuilder program) {
    try {
      Path folder = Files.createTempDirectory("procpush-program");
      Path output = folder.resolve("output");
      Path errors = folder.resolve("errors");
      try {
        int exitCode =
            exitCode(program.redirectOutput(output.toFile()).redirectError(errors.toFile()));
        return new Ended(exitCode, text(output), text(errors));
      } finally {
        for (Path path : List.of(output, errors, folder)) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines of standard error that hold this text.
  List<String> complaints(String text) {
    return errors.lines().filter(line -> line.contains(text)).toList();
  }

  private static int exitCode(ProcessBuilder program) throws IOException {
    Process process = program.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("does not end: " + program.command());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
