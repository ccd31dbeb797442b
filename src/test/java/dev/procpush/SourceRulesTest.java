// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What neither the compiler nor the formatter says about the text of the sources.
final class SourceRulesTest {

  private static final int LONGEST_TYPE = 400;

  @Test
  void startsWithTheLicence() {
    assertThat(lines((number, line) -> number == 1 && !line.equals(licence()))).isEmpty();
  }

  @Test
  void documentsInMarkdown() {
    assertThat(lines((_, line) -> line.stripLeading().startsWith("/*" + "*"))).isEmpty();
  }

  @Test
  void leavesNothingToDoLater() {
    assertThat(lines((_, line) -> line.contains("TO" + "DO") || line.contains("FIX" + "ME")))
        .isEmpty();
  }

  @Test
  void keepsFilesShort() {
    assertThat(lines((number, _) -> number == LONGEST_TYPE + 1)).isEmpty();
  }

  @Test
  void marksEveryPackageAsNullSafe() throws IOException {
    var unmarked = new ArrayList<Path>();
    for (Path source : sources()) {
      Path packageInfo = source.resolveSibling("package-info.java");
      if (marked(packageInfo) || marked(inMain(packageInfo))) {
        continue;
      }
      unmarked.add(source);
    }
    assertThat(unmarked).isEmpty();
  }

  private static boolean marked(Path packageInfo) throws IOException {
    return Files.exists(packageInfo) && Files.readString(packageInfo).contains("@NullMarked");
  }

  /// The same package in `src/main`, whose annotation holds for the other source roots as well.
  private static Path inMain(Path file) {
    Path root = Path.of("src");
    Path inRoot = root.relativize(file);
    return root.resolve("main").resolve(inRoot.subpath(1, inRoot.getNameCount()));
  }

  private static String licence() {
    return "// SPDX-License-Identifier: Apache-2.0";
  }

  /// Every line that the rule is about, as `file:number: line`.
  private static List<String> lines(BiPredicate<Integer, String> rule) {
    return sources().stream().flatMap(source -> lines(source, rule)).toList();
  }

  private static Stream<String> lines(Path source, BiPredicate<Integer, String> rule) {
    try {
      List<String> lines = Files.readAllLines(source);
      return IntStream.range(0, lines.size())
          .filter(i -> rule.test(i + 1, lines.get(i)))
          .mapToObj(i -> source + ":" + (i + 1) + ": " + lines.get(i));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Path> sources() {
    try (var files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
