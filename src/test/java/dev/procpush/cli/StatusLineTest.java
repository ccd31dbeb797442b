// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StatusLineTest {

  private static final CycleStatus FIRST =
      new CycleStatus(301, 300, 44_000, 7_216_500, "reachable");
  private static final String FIRST_LINE =
      "301 namespaces, 300 containers, 44,000 points, 7.2 MB, Collector reachable";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void rewritesItselfInPlace() {
    StatusLine status = new StatusLine(stream, true);

    status.show(FIRST);
    status.show(new CycleStatus(1, 0, 999, 999, "unreachable\u001b[31m"));
    status.end();

    assertThat(printed())
        .isEqualTo(
            drawn(FIRST_LINE)
                + drawn(
                    "1 namespaces, 0 containers, 999 points, 999 B,"
                        + " Collector unreachable\\u001b[31m")
                + "\n");
  }

  @Test
  void makesWayForOtherLines() {
    StatusLine status = new StatusLine(stream, true);

    status.above(() -> stream.print("early\n"));
    status.show(FIRST);
    status.above(() -> stream.print("log\n"));
    status.end();
    status.above(() -> stream.print("late\n"));

    assertThat(printed())
        .isEqualTo(
            "early\n"
                + drawn(FIRST_LINE)
                + "\r\033[K"
                + "log\n"
                + drawn(FIRST_LINE)
                + "\n"
                + "late\n");
  }

  @Test
  void isNothingWithoutATerminal() {
    StatusLine status = new StatusLine(stream, false);

    status.show(FIRST);
    status.above(() -> stream.print("log\n"));
    status.end();

    assertThat(printed()).isEqualTo("log\n");
  }

  @Test
  void aTestHasNoTerminal() {
    assertThat(StatusLine.standardOutputIsTerminal("")).isFalse();
    assertThat(StatusLine.standardOutputIsTerminal("dumb")).isFalse();
  }

  @Test
  void writesBytesForPeople() {
    assertThat(new CycleStatus(0, 0, 0, 1_234, "refuses").line())
        .isEqualTo("0 namespaces, 0 containers, 0 points, 1.2 kB, Collector refuses");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String drawn(String line) {
    return "\r\033[K\033[?7l" + line + "\033[?7h";
  }
}
