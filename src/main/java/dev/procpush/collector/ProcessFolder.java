// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.LivingProcess;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KeptFile;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import java.util.EnumMap;
import java.util.Map;

/// The files of one process. They stay open where there are descriptors enough: an open one fails
/// with `ESRCH` when the process has ended, also after its pid is another's.
public final class ProcessFolder {
  private static final String DESCRIPTORS = "fd";

  private final KeptFiles kept;
  private final KernelFiles kernel;
  private final String directory;
  private final Losses losses;
  private final Map<ProcessFile, KeptFile> files = new EnumMap<>(ProcessFile.class);

  /// @param kept reads files
  /// @param kernel counts the entries of folders
  /// @param losses takes in what no parser can read
  ProcessFolder(LivingProcess process, KeptFiles kept, KernelFiles kernel, Losses losses) {
    this.losses = losses;
    this.kept = kept;
    this.kernel = kernel;
    this.directory = process.directory();
  }

  /// Reads a file.
  ///
  /// @return valid until the next read
  /// @throws ErrnoException `ESRCH` or `ENOENT` when the process has ended
  public FileContent read(ProcessFile file) throws ErrnoException {
    KeptFile place = files.get(file);
    if (place == null) {
      place = new KeptFile(directory, file.path());
      files.put(file, place);
    }
    try {
      return kept.read(place);
    } catch (ErrnoException e) {
      kept.release(place);
      throw e;
    }
  }

  /// Reads and parses a file.
  ///
  /// @throws ErrnoException `ESRCH` or `ENOENT` when the process has ended
  public <T> T read(ProcessFile file, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return losses.parse(parser, directory, file.path(), read(file));
  }

  /// How many file descriptors it has open.
  public int descriptors() throws ErrnoException {
    return kernel.countNumbers(directory, DESCRIPTORS);
  }

  /// Closes what is open.
  void release() {
    files.values().forEach(kept::release);
  }

  /// Closes all but `stat`, by which processes are compared.
  void rest() {
    files.forEach(
        (file, place) -> {
          if (file != ProcessFile.STAT) {
            kept.release(place);
          }
        });
  }
}
