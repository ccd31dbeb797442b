// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import java.io.Console;
import java.io.PrintStream;

/// The line at the bottom of a terminal that tells how the last cycle went, rewritten in place
/// every cycle. Where there is no terminal it is nothing.
public final class StatusLine {

  private static final String BACK_AND_CLEAR = "\r\033[K";
  // a line that is wider than the terminal is cut off instead of taking a second one
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";

  private final PrintStream stream;
  private final boolean terminal;
  private String line = "";

  /// @param terminal whether the stream goes to a terminal
  public StatusLine(PrintStream stream, boolean terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  /// Whether standard output goes to a terminal that moves its cursor.
  ///
  /// @param term the variable `TERM`, empty where it is not set
  // the console of java.base, the default since JDK 25, is null where there is no terminal
  @SuppressWarnings("SystemConsoleNull")
  public static boolean standardOutputIsTerminal(String term) {
    Console console = System.console();
    return console != null && console.isTerminal() && !term.isEmpty() && !term.equals("dumb");
  }

  /// Puts a cycle's status in the place of the one before.
  public synchronized void show(CycleStatus status) {
    if (terminal) {
      line = status.line();
      draw();
    }
  }

  /// Prints something above the line.
  ///
  /// @param print prints whole lines, to any stream of the same terminal
  public synchronized void above(Runnable print) {
    if (terminal && !line.isEmpty()) {
      stream.print(BACK_AND_CLEAR);
      stream.flush();
    }
    print.run();
    draw();
  }

  /// Leaves the last status where it is and the cursor below it.
  public synchronized void end() {
    if (terminal && !line.isEmpty()) {
      stream.println();
      stream.flush();
    }
    line = "";
  }

  private void draw() {
    if (terminal && !line.isEmpty()) {
      stream.print(BACK_AND_CLEAR + WRAP_OFF + line + WRAP_ON);
      stream.flush();
    }
  }
}
