// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.Identity;
import dev.procpush.collector.LoggedLines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A sensor that gives no number: one line of the log names the file, what is lost of it, and whose
/// it is.
class LostValuesTest {

  @ParameterizedTest
  @CsvSource({
    "composed/laptop-host, class/thermal/thermal_zone1/temp, one value, the host",
    "composed/laptop-host, hwmon2/fan1_input, one value, the host",
  })
  void areSaidWithTheirFile(String host, String file, String lost, String whose) {
    FixtureHost spoiled =
        FixtureHost.of(Path.of("src/test/fixtures", host))
            .reading(
                (path, text) -> path.endsWith(file) ? text.replaceFirst("[0-9]+", "none") : text);

    List<String> lines = LoggedLines.logged(() -> spoiled.collect(Identity.COMPACT));

    assertThat(lines.stream().filter(line -> line.contains(file)))
        .singleElement()
        .asString()
        .startsWith("No points of " + lost + " from " + whose)
        .contains(file + ":1");
  }
}
