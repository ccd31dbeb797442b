// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static dev.procpush.collector.ProcessSeries.SCOPE;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.ProcessCollector;
import dev.procpush.collector.ProcessFolder;
import dev.procpush.collector.ProcessSeries;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;

/// `fd`: how many file descriptors are open.
final class DescriptorCollector implements ProcessCollector {
  private final ScopedInstrument count;

  DescriptorCollector(Instruments instruments) {
    count =
        instruments
            .ofProcess(
                "unix.file_descriptor.count",
                "{file_descriptor}",
                "File descriptors that the process has open")
            .offByDefault()
            .upDownCounter();
  }

  @Override
  public String name() {
    return "process_fd";
  }

  @Override
  public int points() {
    return count.isOn(SCOPE) ? 1 : 0;
  }

  @Override
  public String whenDenied() {
    return "No process.unix.file_descriptor.count of processes that the agent may not trace: on"
        + " Linux older than 6.2 it takes CAP_SYS_PTRACE, and CAP_DAC_READ_SEARCH for those"
        + " of other users";
  }

  @Override
  public void observe(ProcessFolder folder, ProcessSeries series) throws ErrnoException {
    count.record(SCOPE, folder.descriptors(), series.identity());
  }
}
