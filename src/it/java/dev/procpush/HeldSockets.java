// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A running `sockets.c`: known sockets of each kind, until it is closed.
final class HeldSockets implements AutoCloseable {
  static final long LISTEN = 3 + 2;
  static final long ORPHANS = 3;
  static final long HALF_CLOSED = 2;
  static final long ESTABLISHED = 2 * (4 + 2) + ORPHANS;
  static final long TIME_WAIT = 5;
  static final long UDP_IPV4 = 4;
  static final long UDP_IPV6 = 3;
  static final long TCP_IPV6 = 2 + 2 * 2;

  private static final String SOURCE = "sockets.c";

  private final Process process;

  private HeldSockets(Process process) {
    this.process = process;
  }

  /// Builds the program, so that it needs no library.
  static Path compile(Path folder) throws IOException {
    Path source = folder.resolve(SOURCE);
    try (InputStream text = HeldSockets.class.getResourceAsStream(SOURCE)) {
      if (text == null) {
        throw new IOException("no resource " + SOURCE);
      }
      Files.copy(text, source);
    }
    Path program = folder.resolve("sockets");
    Command.run("gcc", "-O1", "-static", "-o", program.toString(), source.toString());
    return program;
  }

  /// Starts it and waits until all sockets are there.
  static HeldSockets start(String... line) throws IOException {
    HeldSockets sockets =
        new HeldSockets(new ProcessBuilder(List.of(line)).redirectErrorStream(true).start());
    sockets.expect("ready");
    return sockets;
  }

  /// Adds connections that wait for late segments, [#TIME_WAIT] of them for a minute.
  void endInTimeWait() {
    try {
      process.outputWriter(UTF_8).append('\n').flush();
      expect("done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void expect(String word) throws IOException {
    String said = process.inputReader(UTF_8).readLine();
    if (!word.equals(said)) {
      close();
      throw new IllegalStateException("sockets: " + said + " instead of " + word);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
