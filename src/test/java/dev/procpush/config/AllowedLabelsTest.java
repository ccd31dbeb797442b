// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No label is sent that nobody has named.
class AllowedLabelsTest {
  @TempDir Path folder;

  @Test
  void noneIsAllowedUnlessNamed() {
    assertThat(labels(Map.of()).test("app")).isFalse();
    assertThat(labels(Map.of("containers.labels", "")).test("app")).isFalse();
  }

  @Test
  void thoseThatTheExpressionFindsAreAllowed() {
    Filter labels = labels(Map.of("containers.labels", "^app$|^com\\.example\\."));

    assertThat(labels.test("app")).isTrue();
    assertThat(labels.test("com.example.owner")).isTrue();
    assertThat(labels.test("application")).isFalse();
  }

  private Filter labels(Map<String, String> options) {
    ConfigLoader loader = new ConfigLoader(Map.of(), new Machine(folder, 100_000_000));
    return loader.load(options).config().filters().labels();
  }
}
