// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import java.util.List;
import java.util.function.BinaryOperator;

/// Files of which some have another content.
///
/// @param reading gives the content from the path and what the file holds
record ChangedFiles(KernelFiles files, BinaryOperator<String> reading) implements KernelFiles {

  @Override
  public FileContent read(String directory, String name) throws ErrnoException {
    FileContent content = files.read(directory, name);
    String text = new String(content.bytes(), 0, content.length(), ISO_8859_1);
    String changed = reading.apply(directory + "/" + name, text);
    return changed.equals(text) ? content : FileContent.of(changed.getBytes(ISO_8859_1));
  }

  @Override
  public long inode(String directory, String name) throws ErrnoException {
    return files.inode(directory, name);
  }

  @Override
  public void forEachNumber(String directory, NumberedEntryVisitor visitor) throws ErrnoException {
    files.forEachNumber(directory, visitor);
  }

  @Override
  public List<String> list(String directory, String name) throws ErrnoException {
    return files.list(directory, name);
  }

  @Override
  public String readLink(String directory, String name) throws ErrnoException {
    return files.readLink(directory, name);
  }

  @Override
  public void close() {
    files.close();
  }
}
