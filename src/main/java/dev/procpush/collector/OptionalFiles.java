// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.sysfs.SysfsNumber;
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
  private @Nullable MalformedKernelDataException malformed;

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

  /// The number in a file of sysfs; null where there is none.
  public @Nullable Long number(String name) {
    FileContent file = content(name);
    return file == null ? null : number(file.bytes(), file.length());
  }

  /// The number in a file; null where there is none.
  public @Nullable Long number(byte[] bytes, int length) {
    try {
      return SysfsNumber.parse(bytes, length).value();
    } catch (MalformedKernelDataException e) {
      note(e);
      return null;
    }
  }

  /// The first line of a file of sysfs; null where there is none.
  public @Nullable String text(String name) {
    FileContent file = content(name);
    return file == null ? null : text(file.bytes(), file.length());
  }

  /// The first line of a file; null where it has none.
  public static @Nullable String text(byte[] bytes, int length) {
    try {
      return SysfsText.parse(bytes, length).value();
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

  /// Remembers nonsense.
  public void note(MalformedKernelDataException e) {
    malformed = malformed == null ? e : malformed;
  }

  /// Throws what is worth telling, after all else was recorded.
  public void end() throws ErrnoException, MalformedKernelDataException {
    if (malformed != null) {
      throw malformed;
    }
    if (denied != null) {
      throw denied;
    }
  }
}
