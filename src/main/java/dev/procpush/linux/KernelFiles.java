// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// Files that the kernel makes up when they are read: procfs, sysfs, cgroup.
///
/// Names are a directory and a path relative to it, joined by `/`, so that nobody has to build a
/// string for each file and cycle. One instance serves one thread at a time.
public interface KernelFiles extends AutoCloseable {

  /// Reads a whole file: open, read until the end, close.
  ///
  /// @return its bytes, valid until the next call
  /// @throws ErrnoException the errno of the call that failed; `EFBIG` for a file beyond the bound
  FileContent read(String directory, String name) throws ErrnoException;

  /// The inode number that `stat` gives, links followed.
  long inode(String directory, String name) throws ErrnoException;

  /// Visits the entries of a directory whose names are numbers: the processes of `/proc`, the
  /// threads of `/proc/<pid>/task`. One pass of getdents64; the order is the kernel's.
  void forEachNumber(String directory, NumberedEntryVisitor visitor) throws ErrnoException;

  /// The target of a symbolic link, such as `net:[4026531840]` of `ns/net`.
  String readLink(String directory, String name) throws ErrnoException;

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
