// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.AgentConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Commands that only note that they were called, and end as told.
final class RecordedCommands implements Commands {

  /// How a command ends.
  interface Ending {
    int end() throws IOException, InterruptedException;
  }

  private final List<String> calls = new ArrayList<>();
  private final Ending ending;

  RecordedCommands(Ending ending) {
    this.ending = ending;
  }

  List<String> calls() {
    return calls;
  }

  @Override
  public int run(AgentConfig config) throws IOException, InterruptedException {
    return call("run " + config.seriesMax());
  }

  @Override
  public int once(AgentConfig config, OutputFormat format)
      throws IOException, InterruptedException {
    return call("once " + config.seriesMax() + " " + format);
  }

  @Override
  public int namespaces(AgentConfig config) throws IOException, InterruptedException {
    return call("namespaces " + config.seriesMax());
  }

  private int call(String call) throws IOException, InterruptedException {
    calls.add(call);
    return ending.end();
  }
}
