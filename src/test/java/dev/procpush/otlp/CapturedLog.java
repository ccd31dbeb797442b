// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Logger;

/// The lines that the log would show, instead of those on the console.
final class CapturedLog implements AutoCloseable {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Handler handler =
      new LogLines(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  private final Logger root = Logger.getLogger("");
  private final List<Handler> replaced = Arrays.asList(root.getHandlers());

  CapturedLog() {
    replaced.forEach(root::removeHandler);
    root.addHandler(handler);
  }

  List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    replaced.forEach(root::addHandler);
  }
}
