// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Reads open files to their end, one after the other into the same memory.
final class FileReader {
  /// What one `read` takes. seq files hand out a page at a time, others all they have.
  private static final int CHUNK = 64 * 1024;

  private final Libc libc;
  private final int maxBytes;
  private final MemorySegment chunk;
  private final FileContent content = new FileContent(16 * 1024);

  FileReader(Libc libc, Arena arena, int maxBytes) {
    this.libc = libc;
    this.maxBytes = maxBytes;
    chunk = arena.allocate(CHUNK);
  }

  /// The memory that bytes pass through, free between two calls.
  MemorySegment chunk() {
    return chunk;
  }

  /// Reads a file from its start that makes up its whole text at once, as those of cgroups and
  /// `net/snmp` do, so that a text that ends with a line feed and leaves room is all of it.
  ///
  /// @return the bytes, valid until the next call
  FileContent readFromStart(int fd, String directory, String name) throws ErrnoException {
    FileContent text = content;
    text.clear();
    while (true) {
      long count = libc.pread(fd, chunk, text.length());
      Libc.check(count, "pread", directory, name);
      if (count > maxBytes - text.length()) {
        throw new ErrnoException(ErrnoException.EFBIG, "pread", directory + "/" + name);
      }
      text.append(chunk, 0, (int) count);
      if (count == 0 || (count < CHUNK && text.bytes()[text.length() - 1] == '\n')) {
        return text;
      }
    }
  }

  /// @param directory with `name`, what the file is called in an exception
  /// @return the bytes, valid until the next call
  FileContent readToEnd(int fd, String directory, String name) throws ErrnoException {
    content.clear();
    while (true) {
      long count = libc.read(fd, chunk);
      Libc.check(count, "read", directory, name);
      if (count == 0) {
        return content;
      }
      if (count > maxBytes - content.length()) {
        throw new ErrnoException(ErrnoException.EFBIG, "read", directory + "/" + name);
      }
      content.append(chunk, 0, (int) count);
    }
  }
}
