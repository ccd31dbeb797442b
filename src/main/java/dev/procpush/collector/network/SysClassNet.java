// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.HostFiles;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.KernelText;
import dev.procpush.parse.NumberFile;
import org.jspecify.annotations.Nullable;

/// The files of the host's network devices in `/sys/class/net`. A file that is not there says
/// nothing: the device is gone or down, or the kernel older.
///
/// @param host whose sysfs it is
record SysClassNet(HostFiles host) {
  private static final String FOLDER = "class/net/";

  /// Whether a device may have a folder. Its name is a part of a path here, and the kernel forbids
  /// these names only since 2.6.
  static boolean isFileName(String device) {
    return device.indexOf('/') < 0 && !device.equals(".") && !device.equals("..");
  }

  /// A file that is one number. One that is none is noted.
  ///
  /// @param kind what the kernel's source says of the number
  /// @return [KernelNumber#NONE] where there is none
  /// @throws ErrnoException where the right to read it is missing
  long number(String device, String file, KernelNumber kind) throws ErrnoException {
    FileContent content = content(device, file);
    return content == null ? KernelNumber.NONE : number(device, file, content, kind);
  }

  /// The same of a file that [#begin] began to read.
  ///
  /// @param deadline until when it is waited for, as [System#nanoTime]
  long number(String device, String file, Pending<byte[]> pending, long deadline, KernelNumber kind)
      throws ErrnoException {
    try {
      return number(device, file, FileContent.of(pending.await(deadline)), kind);
    } catch (ErrnoException e) {
      refuseDenied(e);
      return KernelNumber.NONE;
    }
  }

  /// Begins to read a file that the device's driver answers for.
  Pending<byte[]> begin(String device, String file) {
    return host.beginSys(FOLDER + device + "/" + file);
  }

  /// A file that is text; null where there is none.
  ///
  /// @throws ErrnoException where the right to read it is missing
  @Nullable String text(String device, String file) throws ErrnoException {
    FileContent content = content(device, file);
    if (content == null) {
      return null;
    }
    String text = KernelText.of(content.bytes(), 0, content.length()).strip();
    return text.isEmpty() ? null : text;
  }

  private long number(String device, String file, FileContent content, KernelNumber kind) {
    String name = FOLDER + device + "/" + file;
    return NumberFile.orNone(host.losses().find(new NumberFile(kind), host.sysfs(), name, content));
  }

  private @Nullable FileContent content(String device, String file) throws ErrnoException {
    try {
      return host.readSys(FOLDER + device + "/" + file);
    } catch (ErrnoException e) {
      refuseDenied(e);
      return null;
    }
  }

  private static void refuseDenied(ErrnoException e) throws ErrnoException {
    if (e.isDenied()) {
      throw e;
    }
  }
}
