// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Files of processes that a test makes up, at `/proc`.
final class FakeProcessFiles implements KernelFiles {
  /// What was read since the last [#forget].
  final List<String> reads = new ArrayList<>();

  private final Map<String, String> contents = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private int descriptors;

  void put(String path, String content) {
    contents.put(path, content);
    failures.remove(path);
  }

  void fail(String path, int errno) {
    failures.put(path, errno);
  }

  void remove(String path) {
    contents.remove(path);
  }

  void descriptors(int count) {
    descriptors = count;
  }

  void forget() {
    reads.clear();
  }

  @Override
  public FileContent read(String directory, String name) throws ErrnoException {
    String path = directory + "/" + name;
    reads.add(path);
    if (failures.containsKey(path)) {
      throw new ErrnoException(failures.get(path), "read", path);
    }
    String content = contents.get(path);
    if (content == null) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", path);
    }
    return FileContent.of(content.getBytes(ISO_8859_1));
  }

  @Override
  public long inode(String directory, String name) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "statx", name);
  }

  @Override
  public void forEachNumber(String directory, NumberedEntryVisitor visitor) throws ErrnoException {
    if (failures.containsKey(directory)) {
      throw new ErrnoException(failures.get(directory), "open", directory);
    }
    for (int i = 0; i < descriptors; i++) {
      visitor.entry(i, i);
    }
  }

  @Override
  public List<String> list(String directory, String name) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "open", name);
  }

  @Override
  public String readLink(String directory, String name) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "readlink", name);
  }

  @Override
  public void close() {}
}
