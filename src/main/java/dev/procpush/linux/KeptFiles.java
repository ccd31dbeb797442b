// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// Reads kernel files that may stay open from one time to the next: those of cgroups and processes.
/// That costs a tenth of opening them each time, and keeps neither alive: when a cgroup is removed,
/// its files fail with `ENODEV`, also after one of the same name is made; those of a process with
/// `ESRCH`, also after its pid is another's.
///
/// One instance serves one thread at a time.
public interface KeptFiles extends AutoCloseable {

  /// The running kernel's files. So many are kept open as the limit on descriptors leaves room for;
  /// others are opened each time.
  static KeptFiles ofKernel() {
    return new OpenKernelFiles(OpenKernelFiles.most());
  }

  /// The same, of which at most so many are kept open.
  static KeptFiles ofKernel(int most) {
    return new OpenKernelFiles(Math.min(most, OpenKernelFiles.most()));
  }

  /// Files that are opened each time.
  static KeptFiles opening(KernelFiles files) {
    return new KeptFiles() {
      @Override
      public FileContent read(KeptFolder folder, int file) throws ErrnoException {
        return files.read(folder.directory(file), folder.name(file));
      }

      @Override
      public void release(KeptFolder folder) {}

      @Override
      public void close() {}
    };
  }

  /// Reads a whole file.
  ///
  /// @return its bytes, valid until the next call
  /// @throws ErrnoException `ENODEV` when it was removed since it was opened
  FileContent read(KeptFolder folder, int file) throws ErrnoException;

  /// The same.
  default FileContent read(KeptFile file) throws ErrnoException {
    return read(file, 0);
  }

  /// Closes what is open of these; the next read opens it again.
  void release(KeptFolder folder);

  /// Nothing is read afterwards.
  @Override
  void close();
}
