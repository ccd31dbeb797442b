// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.nio.file.Path;
import java.util.List;

/// Files that the kernel makes up when they are read: procfs, sysfs, cgroup.
///
/// Names are a directory and a path relative to it, joined by `/`, so that nobody has to build a
/// string for each file and cycle. One instance serves one thread at a time.
public interface KernelFiles extends AutoCloseable {
  /// The most names that [#list] gives: more than any folder of devices has.
  int MAX_ENTRIES = 16_384;

  /// The running kernel's files.
  static KernelFiles ofKernel() {
    return new ProcKernelFiles();
  }

  /// Copies of kernel files under `root`. A directory given to a method is below it, absolute or
  /// relative to it.
  static KernelFiles ofDirectory(Path root) {
    return new DirectoryKernelFiles(root);
  }

  /// Whether `path` is a procfs and not merely a directory.
  ///
  /// @throws ErrnoException when there is no directory at `path`
  static boolean isProcfs(String path) throws ErrnoException {
    return ProcKernelFiles.isProcfs(path);
  }

  /// Reads a whole file: open, read until the end, close.
  ///
  /// @return its bytes, valid until the next call
  /// @throws ErrnoException the errno of the call that failed; `EFBIG` for one beyond 32 MiB
  FileContent read(String directory, String name) throws ErrnoException;

  /// The same of the one file that has this inode number: a process's `net/dev` is another file as
  /// soon as the process has left its namespace, or its pid is another's.
  ///
  /// @throws ErrnoException also `ESTALE` when the file there is another
  default FileContent read(String directory, String name, long inode) throws ErrnoException {
    if (inode(directory, name) != inode) {
      throw new ErrnoException(ErrnoException.ESTALE, "open", directory + "/" + name);
    }
    return read(directory, name);
  }

  /// The inode number that `stat` gives, links followed.
  long inode(String directory, String name) throws ErrnoException;

  /// Visits the entries of a directory whose names are numbers: the processes of `/proc`, the
  /// threads of `/proc/<pid>/task`. One pass of getdents64; the order is the kernel's. The visitor
  /// may call this instance.
  void forEachNumber(String directory, NumberedEntryVisitor visitor) throws ErrnoException;

  /// How many entries of a directory have numbers as names: of `/proc/<pid>/fd`, how many file
  /// descriptors are open.
  default int countNumbers(String directory, String name) throws ErrnoException {
    int[] count = new int[1];
    forEachNumber(directory + "/" + name, (_, _) -> count[0]++);
    return count[0];
  }

  /// The names in a directory, `.` and `..` left out, at most [#MAX_ENTRIES]; the order is the
  /// kernel's.
  List<String> list(String directory, String name) throws ErrnoException;

  /// The target of a symbolic link, such as `net:[4026531840]` of `ns/net`.
  String readLink(String directory, String name) throws ErrnoException;

  /// The `mountinfo` of a process, whose mount namespace stays alive until it is closed.
  ///
  /// @param directory the folder of the process
  default WatchedFile watchMounts(String directory) {
    return new WatchedFile() {
      @Override
      public FileContent readIfChanged() throws ErrnoException {
        return read(directory, "mountinfo");
      }

      @Override
      public void close() {}
    };
  }

  /// The same files for another thread, which may outlive this instance.
  default KernelFiles forAnotherThread() {
    return this;
  }

  @Override
  void close();

  /// Receives the entries of a directory.
  @FunctionalInterface
  interface NumberedEntryVisitor {
    /// @param number the entry's name
    /// @param inode its `d_ino`: with the number, a handle that is never re-used while the entry
    ///   lives
    void entry(int number, long inode);
  }
}
