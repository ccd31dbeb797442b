// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {

  private static final List<String> KNOWN = List.of("run", "once", "namespaces", "series.max");

  @ParameterizedTest
  @CsvSource({
    "rnu, run",
    "onec, once",
    "namespace, namespaces",
    "series-max, series.max",
    "seriesmax, series.max",
    "searies.mx, series.max"
  })
  void asksForTheNameThatWasMeant(String given, String meant) {
    assertThat(Spelling.question(given, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @Test
  void doesNotGuessWildly() {
    assertThat(Spelling.question("frobnicate", KNOWN)).isEmpty();
    assertThat(Spelling.question("x".repeat(1_000_000), KNOWN)).isEmpty();
    assertThat(Spelling.question("run", List.of())).isEmpty();
  }
}
