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

/// `io`: bytes from and to disks.
final class IoCollector implements ProcessCollector {
  private static final AttributeKey<String> DIRECTION = stringKey("disk.io.direction");
  private static final Attributes READ = Attributes.of(DIRECTION, "read");
  private static final Attributes WRITE = Attributes.of(DIRECTION, "write");
  private static final int READ_BYTES = 0;
  private static final int WRITE_BYTES = 1;

  private final PidNumbers numbers = new PidNumbers(List.of("read_bytes", "write_bytes"));
  private final ScopedInstrument io;

  IoCollector(Instruments instruments) {
    io =
        instruments
            .ofProcess(
                "disk.io",
                "By",
                "Bytes that the process caused to be read from and written to disks")
            .offByDefault()
            .counter();
  }

  @Override
  public String name() {
    return "process_io";
  }

  @Override
  public int points() {
    return io.isOn(SCOPE) ? 2 : 0;
  }

  @Override
  public String whenDenied() {
    return "No process.disk.io of processes that the agent may not trace: CAP_SYS_PTRACE is"
        + " missing, or CAP_DAC_READ_SEARCH for those of other users";
  }

  @Override
  public void observe(ProcessFolder folder, ProcessSeries series)
      throws ErrnoException, MalformedKernelDataException {
    folder.read(ProcessFile.IO, numbers);
    io.record(SCOPE, numbers.value(READ_BYTES), series.with(READ));
    io.record(SCOPE, numbers.value(WRITE_BYTES), series.with(WRITE));
  }
}
