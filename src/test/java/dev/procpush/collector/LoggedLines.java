// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the agent logs.
public final class LoggedLines {
  private LoggedLines() {}

  /// What the agent logs meanwhile.
  public static List<String> logged(Runnable meanwhile) {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord event) {
            lines.add(event.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("dev.procpush");
    log.addHandler(handler);
    try {
      meanwhile.run();
    } finally {
      log.removeHandler(handler);
    }
    return lines;
  }
}
