// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.text.TextEscapes;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log: one line for each event, as `2026-01-01T00:00:00Z WARN text`, bounded and with nothing
/// in it that a terminal would obey. Exceptions are told by their messages.
public final class LogLines extends Handler {
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_CAUSES = 3;

  private final Consumer<String> target;
  private final Formatter formatter = new Line();

  LogLines(Consumer<String> target) {
    this.target = target;
    setLevel(Level.ALL);
  }

  /// Makes it the only log of this JVM.
  ///
  /// @param target takes each line, its line feed included
  /// @param level the least important level that is shown
  public static void install(Consumer<String> target, System.Logger.Level level) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(julLevel(level));
    root.addHandler(new LogLines(target));
  }

  private static Level julLevel(System.Logger.Level level) {
    return switch (level) {
      case ALL -> Level.ALL;
      case TRACE -> Level.FINER;
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.SEVERE;
      case OFF -> Level.OFF;
    };
  }

  @Override
  public void publish(LogRecord event) {
    if (isLoggable(event)) {
      target.accept(formatter.format(event));
    }
  }

  @Override
  public void flush() {
    // a line is handed on at once
  }

  @Override
  public void close() {
    // the target is not the handler's to close
  }

  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord event) {
      StringBuilder text = new StringBuilder(formatMessage(event));
      Throwable cause = event.getThrown();
      for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
        text.append(": ").append(cause.getClass().getSimpleName());
        if (cause.getMessage() != null) {
          text.append(": ").append(cause.getMessage());
        }
      }
      return event.getInstant().truncatedTo(ChronoUnit.SECONDS)
          + " "
          + word(event.getLevel())
          + " "
          + TextEscapes.escape(text, MAX_LENGTH)
          + "\n";
    }

    private static String word(Level level) {
      int value = level.intValue();
      if (value >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (value >= Level.WARNING.intValue()) {
        return "WARN";
      }
      return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
  }
}
