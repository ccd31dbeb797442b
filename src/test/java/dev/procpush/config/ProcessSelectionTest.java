// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProcessSelectionTest {

  @Test
  void isEmptyUnlessAsked() {
    assertThat(load(Map.of()))
        .isEqualTo(new ProcessSelection(Processes.OFF, Filter.everything(), 10))
        .isEqualTo(
            load(
                Map.of(
                    "processes.collect",
                    Settings.PROCESSES_COLLECT.defaultText(),
                    "processes.top",
                    Settings.PROCESSES_TOP.defaultText())));
  }

  @Test
  void isWhatTheUserSays() {
    assertThat(
            load(
                Map.of(
                    "processes.collect",
                    "all",
                    "processes.include",
                    "^java$",
                    "processes.exclude",
                    "x",
                    "processes.top",
                    "3")))
        .isEqualTo(new ProcessSelection(Processes.ALL, Filter.of("^java$", "x"), 3));
    assertThat(load(Map.of("processes.collect", "containers")).processes())
        .isEqualTo(Processes.CONTAINERS);
  }

  @ParameterizedTest
  @CsvSource({
    "processes.collect, some, not one of",
    "processes.top, 0, not between 1 and 100000",
    "processes.top, 100001, not between 1 and 100000",
    "processes.include, (, not a regular expression"
  })
  void refusesWhatMeansNothing(String setting, String value, String why) {
    assertThatThrownBy(() -> load(Map.of(setting, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }

  private static ProcessSelection load(Map<String, String> options) {
    return new ConfigLoader(Map.of(), new Machine(Path.of("/nowhere"), 0))
        .load(options)
        .config()
        .processes();
  }
}
