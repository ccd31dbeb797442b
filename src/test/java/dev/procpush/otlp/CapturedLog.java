// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;

/// The lines that the log would show, instead of those on the console.
final class CapturedLog implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler = new LogLines(line -> lines.add(line.stripTrailing()));
  private final Logger root = Logger.getLogger("");
  private final List<Handler> replaced = Arrays.asList(root.getHandlers());

  CapturedLog() {
    replaced.forEach(root::removeHandler);
    root.addHandler(handler);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    replaced.forEach(root::addHandler);
  }
}
