// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.logging.Level;

/// The least important lines that the agent still writes to its log.
public enum LogLevel {
  ERROR(Level.SEVERE),
  WARN(Level.WARNING),
  INFO(Level.INFO),
  DEBUG(Level.FINE),
  TRACE(Level.FINEST);

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /// The same in the words of `java.util.logging`.
  public Level level() {
    return level;
  }
}
