// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The log of an agent that was run.
final class AgentLog {
  private static final Pattern COMPLAINT = Pattern.compile(" (WARN|ERROR) ");

  /// On a busy machine the agent may lack the time to read all of them in a cycle, or the Collector
  /// to answer.
  private static final Pattern SHORT_OF_TIME =
      Pattern.compile(
          " WARN (A collection may take |Collector \\S+ (is too slow: |is unreachable: (no answer"
              + " in time|DEADLINE_EXCEEDED)))");

  /// The warnings and errors, without those of a machine that was short of time.
  static List<String> complaints(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(COMPLAINT.asPredicate())
        .filter(SHORT_OF_TIME.asPredicate().negate())
        .toList();
  }

  private AgentLog() {}
}
