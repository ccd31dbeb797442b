// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.io.IOException;
import java.lang.invoke.VarHandle;

/// The time in which points are what one collection gave: until its export ends. The next
/// collection writes over them.
///
/// A request that its sender has cancelled ends by itself, but nobody can say when: a process that
/// was stopped (`docker pause`, a suspended machine) finds its time over before it was cancelled,
/// in the midst of what it writes. So a request asks before its last bytes leave it, and without
/// these nobody takes it for a request.
final class ExportWindow implements AutoCloseable {
  private volatile boolean closed;

  /// Points may be observed again. Whoever sees a value that is written after this also sees that
  /// the window is closed.
  @Override
  public void close() {
    closed = true;
    VarHandle.fullFence();
  }

  /// Says whether the values read so far are all of the collection.
  ///
  /// @throws IOException when they may not be
  void check() throws IOException {
    VarHandle.loadLoadFence();
    if (closed) {
      throw new IOException("the export has ended before its request");
    }
  }
}
