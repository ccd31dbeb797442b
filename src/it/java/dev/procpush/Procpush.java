// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// procpush as its users run it: the built jar, with the JVM's options of this repository.
final class Procpush {

  private Procpush() {}

  /// The program and its arguments.
  static List<String> commandLine(String... arguments) {
    return commandLine(Path.of(""), arguments);
  }

  /// The program, from a folder that has jvm.options and target/ as this repository does.
  static List<String> commandLine(Path repository, String... arguments) {
    Path root = repository.toAbsolutePath();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("@" + root.resolve("jvm.options"));
    line.add("-jar");
    line.add(root.resolve("target/procpush.jar").toString());
    line.addAll(List.of(arguments));
    return line;
  }

  /// A process to be started, whose settings are these alone, whatever the test's environment has.
  static ProcessBuilder process(Map<String, String> settings, List<String> commandLine) {
    ProcessBuilder builder = new ProcessBuilder(commandLine);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("OTEL_") || name.startsWith("PROCPUSH_"));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().putAll(settings);
    return builder;
  }

  /// Runs it to its end.
  static Ended run(String... arguments) {
    return Ended.run(process(Map.of(), commandLine(arguments)));
  }

  /// One collection, with these further options. Nothing may be complained of.
  static Collected once(String... options) throws IOException {
    return once(Map.of(), options);
  }

  /// The same, which may take as long as a busy machine needs for it.
  static Collected onceInItsTime(String... options) throws IOException {
    return once(Map.of("OTEL_METRIC_EXPORT_INTERVAL", "600000"), options);
  }

  private static Collected once(Map<String, String> settings, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("once", "--format", "otlp-json"));
    arguments.addAll(List.of(options));
    Ended once = Ended.run(process(settings, commandLine(arguments.toArray(String[]::new))));
    assertThat(once.exitCode()).as(once.errors()).isZero();
    return Collected.parse(once.output());
  }
}
