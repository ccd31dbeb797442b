// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// A program that says one line when it is ready and then waits for its input.
final class TestProgram implements AutoCloseable {
  private final Process process;
  private final String said;

  private TestProgram(Process process, String said) {
    this.process = process;
    this.said = said;
  }

  static TestProgram start(String... line) throws IOException {
    Process process = new ProcessBuilder(List.of(line)).redirectErrorStream(true).start();
    String said = process.inputReader(UTF_8).readLine();
    return new TestProgram(process, String.valueOf(said));
  }

  long pid() {
    return process.pid();
  }

  String said() {
    return said;
  }

  void tell(String line) {
    try {
      process.outputWriter(UTF_8).append(line).append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
