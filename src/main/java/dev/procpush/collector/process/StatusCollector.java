// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static dev.procpush.collector.ProcessSeries.SCOPE;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.ProcessCollector;
import dev.procpush.collector.ProcessFile;
import dev.procpush.collector.ProcessFolder;
import dev.procpush.collector.ProcessSeries;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidNumbers;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `status`: what the memory is, and context switches.
final class StatusCollector implements ProcessCollector {
  private static final AttributeKey<String> SWITCH_TYPE = stringKey("process.context_switch.type");
  private static final Attributes VOLUNTARY = Attributes.of(SWITCH_TYPE, "voluntary");
  private static final Attributes INVOLUNTARY = Attributes.of(SWITCH_TYPE, "involuntary");
  private static final int VOLUNTARY_SWITCHES = 4;
  private static final int INVOLUNTARY_SWITCHES = 5;

  private final PidNumbers status =
      new PidNumbers(
          List.of(
              "RssAnon",
              "RssFile",
              "RssShmem",
              "VmSwap",
              "voluntary_ctxt_switches",
              "nonvoluntary_ctxt_switches"));

  /// One for each of the first keys.
  private final List<ScopedInstrument> bytes;

  private final ScopedInstrument switches;

  StatusCollector(Instruments instruments) {
    bytes =
        List.of(
            memory(instruments, "rss_anon", "Anonymous memory of the process that is resident"),
            memory(instruments, "rss_file", "File memory of the process that is resident"),
            memory(
                instruments,
                "rss_shmem",
                "Shared memory of the process that is resident, tmpfs included"),
            memory(instruments, "vm_swap", "Anonymous memory of the process that is swapped out"));
    switches =
        instruments
            .ofProcess(
                "context_switches",
                "{context_switch}",
                "Context switches of the process's first thread")
            .offByDefault()
            .counter();
  }

  private static ScopedInstrument memory(Instruments instruments, String key, String description) {
    return instruments.ofProcess("memory.linux." + key, "By", description).upDownCounter();
  }

  @Override
  public String name() {
    return "process_status";
  }

  @Override
  public int points() {
    return ScopedInstrument.countOn(bytes, SCOPE) + (switches.isOn(SCOPE) ? 2 : 0);
  }

  @Override
  public void observe(ProcessFolder folder, ProcessSeries series)
      throws ErrnoException, MalformedKernelDataException {
    folder.read(ProcessFile.STATUS, status);
    for (int i = 0; i < bytes.size(); i++) {
      bytes.get(i).record(SCOPE, status.value(i), series.identity());
    }
    switches.record(SCOPE, status.value(VOLUNTARY_SWITCHES), series.with(VOLUNTARY));
    switches.record(SCOPE, status.value(INVOLUNTARY_SWITCHES), series.with(INVOLUNTARY));
  }
}
