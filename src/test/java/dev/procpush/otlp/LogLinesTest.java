// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The form of the log.
final class LogLinesTest {
  private static final System.Logger LOG = System.getLogger("dev.procpush.test");

  @Test
  void isOneLineForEachEvent() {
    List<String> lines =
        logged(() -> LOG.log(System.Logger.Level.WARNING, "cannot read {0}", "it's"));
    assertThat(lines)
        .singleElement()
        .asString()
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ WARN cannot read it's");
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    assertThat(logged(() -> LOG.log(System.Logger.Level.INFO, "a\nb\u001b[2J\u202ec\u009b")))
        .singleElement()
        .asString()
        .endsWith("INFO a\\u000ab\\u001b[2J\\u202ec\\u009b");
  }

  @Test
  void isBounded() {
    assertThat(logged(() -> LOG.log(System.Logger.Level.ERROR, "x".repeat(10_000))))
        .singleElement()
        .asString()
        .hasSizeLessThan(1_100)
        .endsWith("…");
  }

  @Test
  void tellsAnExceptionByItsMessage() {
    Exception failure = new IllegalStateException("outer", new IOException("inner"));
    assertThat(logged(() -> LOG.log(System.Logger.Level.ERROR, "failed", failure)))
        .singleElement()
        .asString()
        .endsWith("ERROR failed: IllegalStateException: outer: IOException: inner");
  }

  private static List<String> logged(Runnable action) {
    try (CapturedLog log = new CapturedLog()) {
      action.run();
      return log.lines();
    }
  }
}
