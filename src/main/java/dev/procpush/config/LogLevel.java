// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.lang.System.Logger.Level;

/// The least important lines that the agent still writes to its log.
public enum LogLevel {
  ERROR(Level.ERROR),
  WARN(Level.WARNING),
  INFO(Level.INFO),
  DEBUG(Level.DEBUG),
  TRACE(Level.TRACE);

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /// The same in the words of [System.Logger].
  public Level level() {
    return level;
  }
}
