// SPDX-License-Identifier: Apache-2.0

import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks or fixes the layout of all Java sources below the given folders with google-java-format.
/// The build runs it from its source on the toolchain's JDK, because Maven's own JVM may be older
/// than google-java-format needs.
final class FormatSources {

  public static void main(String[] arguments) throws Exception {
    boolean fix = arguments[0].equals("fix");
    var sources = new ArrayList<String>();
    for (int i = 1; i < arguments.length; i++) {
      sources.addAll(javaFiles(Path.of(arguments[i])));
    }
    if (sources.isEmpty()) {
      return;
    }
    var command = new ArrayList<>(fix ? List.of("--replace") : List.of("--dry-run"));
    command.addAll(sources);
    var output = new StringWriter();
    var errors = new PrintWriter(System.err, true);
    int status =
        new Main(new PrintWriter(output, true), errors, System.in)
            .format(command.toArray(String[]::new));
    if (!fix && !output.toString().isBlank()) {
      System.err.println("Not in google-java-format's layout (fix: mvn -Pformat process-sources):");
      output.toString().lines().forEach(file -> System.err.println("  " + file));
      status = 1;
    }
    System.exit(status);
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private FormatSources() {}
}
