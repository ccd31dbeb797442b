// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// Kernel files behind which a driver is, so that a read may wait for hardware, or forever.
@FunctionalInterface
public interface SlowFiles {

  /// Files that are read on the threads of [BoundedCalls].
  ///
  /// @param files tells which files: each thread reads with its own
  static SlowFiles on(BoundedCalls calls, KernelFiles files) {
    ThreadLocal<KernelFiles> readers = ThreadLocal.withInitial(files::forAnotherThread);
    return (directory, name) ->
        calls.begin(new File(directory, name), () -> readers.get().read(directory, name).copy());
  }

  /// Files that are read at once by whoever asks, for those that are not a driver's.
  static SlowFiles inline(KernelFiles files) {
    return (directory, name) -> _ -> files.read(directory, name).copy();
  }

  /// Begins to read a file.
  ///
  /// @return its bytes
  BoundedCalls.Pending<byte[]> begin(String directory, String name);

  /// What is read.
  record File(String directory, String name) {

    @Override
    public String toString() {
      return directory + "/" + name;
    }
  }
}
