// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.FileNr;
import io.opentelemetry.api.common.Attributes;

/// `sys/fs/file-nr`: how many files are open on the whole host.
final class FileNrCollector implements HostCollector {
  private final ScopedInstrument count;
  private final ScopedInstrument limit;

  FileNrCollector(Instruments instruments) {
    count =
        instruments
            .ofHost("file_handle.count", "{file_handle}", "File handles of the host in use")
            .upDownCounter();
    limit =
        instruments
            .ofHost(
                "file_handle.limit", "{file_handle}", "Maximum number of file handles of the host")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "file_nr";
  }

  @Override
  public boolean isOn() {
    return count.isOn(Scope.SYSTEM) || limit.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    FileNr handles = files.readProc("sys/fs/file-nr", FileNr::parse);
    count.record(Scope.SYSTEM, handles.used(), Attributes.empty());
    limit.record(Scope.SYSTEM, handles.limit(), Attributes.empty());
  }
}
