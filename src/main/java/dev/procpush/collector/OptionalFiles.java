// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.Parser;
import dev.procpush.parse.sysfs.SysfsText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small files of sysfs in one visit, each of which may be missing or fail: that costs its own
/// points alone. What is worth telling is thrown [in the end][#end].
///
/// Devices come and go, and drivers refuse for a while what they cannot tell (`EAGAIN`, `ENODATA`,
/// `EIO`, `ENXIO`): only a missing right and nonsense are worth telling.
public final class OptionalFiles {
  private final HostFiles files;
  private @Nullable ErrnoException denied;

  public OptionalFiles(HostFiles files) {
    this.files = files;
  }

  /// The names in a folder of sysfs; none where there is no such folder.
  public List<String> list(String folder) {
    try {
      return files.listSys(folder);
    } catch (ErrnoException e) {
      note(e);
      return List.of();
    }
  }

  /// The bytes of a file of sysfs, valid until the next one; null where it cannot be read.
  public @Nullable FileContent content(String name) {
    try {
      return files.readSys(name);
    } catch (ErrnoException e) {
      note(e);
      return null;
    }
  }

  /// What a file of sysfs says; null where it cannot be read.
  public <T> @Nullable T find(String name, Parser<T> parser) {
    FileContent file = content(name);
    return file == null ? null : parse(name, file, parser);
  }

  /// What a file of sysfs says that was read already; null where that is nonsense.
  public <T> @Nullable T parse(String name, FileContent file, Parser<T> parser) {
    return files.losses().find(parser, files.sysfs(), name, file);
  }

  /// The number in a file of sysfs; [KernelNumber#NONE] where there is none.
  public long number(String name, KernelNumber kind) {
    return NumberFile.orNone(find(name, new NumberFile(kind)));
  }

  /// The first line of a file of sysfs; null where there is none.
  public @Nullable String text(String name) {
    FileContent file = content(name);
    return file == null ? null : text(file);
  }

  /// The first line of a file; null where it has none.
  public static @Nullable String text(FileContent file) {
    try {
      return SysfsText.parse(new ByteCursor("", file.bytes(), file.length())).value();
    } catch (MalformedKernelDataException e) {
      return null;
    }
  }

  /// Remembers a failure to read.
  public void note(ErrnoException e) {
    if (e.isDenied() || e.errno() == ErrnoException.ETIMEDOUT) {
      denied = denied == null ? e : denied;
    }
  }

  /// Throws what is worth telling, after all else was recorded.
  public void end() throws ErrnoException {
    if (denied != null) {
      throw denied;
    }
  }
}
