// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {

  private static final String DOCUMENT = "docs/configuration.md";

  /// Where the part begins that is written by hand.
  private static final String LISTS = "## Lists in the file";

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Down to the end of the table generated from the settings' declarations: edit those, then
           run mvn -Dquick test -Dtest=SettingsTest -Dgolden.update=true -->

      Each setting has one name, in three spellings:

      | command line | environment | file named by `--config` or `PROCPUSH_CONFIG` |
      |---|---|---|
      | `--series.max=20000` | `PROCPUSH_SERIES_MAX=20000` | `series.max: 20000`, or nested: `series: {max: 20000}` |

      The command line goes before the environment, the environment before the file, the file before
      the default.

      - An unknown option or key, a bad value or a file that cannot be read stops the start with one line
        and exit code 2, also where a better source outdoes it. An unknown `PROCPUSH_` variable is a warning.
      - An empty variable counts as not set. On the command line and in the file, an empty expression
        (`--interfaces.exclude=`) leaves nothing out; in a variable `^$` does that.
      - A REGEX is one of [RE2](https://github.com/google/re2/wiki/Syntax). It may match anywhere in a name;
        `^` and `$` tie it to the ends. What `exclude` matches is left out, whatever `include` says. What is
        left out is not even read.
      - Where the metrics go, and how often, is said by OpenTelemetry's own `OTEL_*` variables.

      """;

  @Test
  void areDocumented() throws IOException {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    text.append("| setting | value | default | |\n|---|---|---|---|\n");
    for (Setting<?> setting : Settings.all()) {
      text.append("| `").append(setting.name()).append("`<br>`").append(setting.variable());
      text.append("` | ").append(cell(setting.placeholder()));
      text.append(" | ").append(defaultCell(setting));
      text.append(" | ").append(cell(setting.description())).append(" |\n");
    }
    String document = Files.readString(Path.of(DOCUMENT));
    text.append('\n').append(document.substring(document.indexOf(LISTS)));
    GoldenFile.assertHolds(DOCUMENT, text.toString());
  }

  @Test
  void haveDistinctNamesThatNeitherKubernetesNorComposeUses() {
    assertThat(Settings.all()).extracting(Setting::variable).doesNotHaveDuplicates();
    for (Setting<?> setting : Settings.all()) {
      String typo = setting.variable() + "X";
      assertThat(new Environment(Map.of(typo, "1")).warnings()).as(typo).hasSize(1);
      assertThat(setting.name()).matches("[a-z-]+(\\.[a-z-]+)*");
    }
  }

  private static String defaultCell(Setting<?> setting) {
    boolean literal = setting.placeholder().equals("REGEX") || setting.placeholder().contains("|");
    String text = setting.defaultText();
    return text.isEmpty() || !literal ? cell(text) : "`" + text.replace("|", "\\|") + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "\\<");
  }
}
