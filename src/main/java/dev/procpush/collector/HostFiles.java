// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.SlowFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that the kernel keeps once for the whole host.
///
/// @param kernel reads them
/// @param procfs the host's `/proc`
/// @param sysfs the host's `/sys`
/// @param slow reads those that a driver answers for
/// @param time how long they may be waited for
/// @param losses takes in what no parser can read
public record HostFiles(
    KernelFiles kernel,
    String procfs,
    String sysfs,
    SlowFiles slow,
    CollectionTime time,
    Losses losses) {

  /// A host whose files no others are read beside.
  public HostFiles(
      KernelFiles kernel, String procfs, String sysfs, SlowFiles slow, CollectionTime time) {
    this(kernel, procfs, sysfs, slow, time, new Losses());
  }

  /// A host whose drivers all answer at once.
  public HostFiles(KernelFiles kernel, String procfs, String sysfs) {
    this(
        kernel, procfs, sysfs, SlowFiles.inline(kernel), new CollectionTime(Duration.ofSeconds(3)));
  }

  /// Reads a file.
  ///
  /// @param name below `/proc`, as in `sys/net/netfilter/nf_conntrack_max`
  public FileContent readProc(String name) throws ErrnoException {
    return kernel.read(procfs, name);
  }

  /// Reads a file.
  ///
  /// @param name below `/sys`, as in `class/net/eth0/mtu`
  public FileContent readSys(String name) throws ErrnoException {
    return kernel.read(sysfs, name);
  }

  /// Reads and parses a file.
  ///
  /// @param name below `/proc`, as in `loadavg`
  public <T> T readProc(String name, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return losses.parse(parser, procfs, name, readProc(name));
  }

  /// Reads and parses a file.
  ///
  /// @param name below `/sys`, as in `class/net/eth0/mtu`
  public <T> T readSys(String name, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    return losses.parse(parser, sysfs, name, readSys(name));
  }

  /// Reads and parses one of several files. One that is nonsense costs itself alone.
  ///
  /// @param name below `/proc`, as in `fs/ext4/sda1/options`
  /// @return null where nothing of the file is of use
  public <T> @Nullable T findProc(String name, Parser<T> parser) throws ErrnoException {
    return losses.find(parser, procfs, name, readProc(name));
  }

  /// Reads and parses one of several files. One that is nonsense costs itself alone.
  ///
  /// @param name below `/sys`, as in `class/block/sda/size`
  /// @return null where nothing of the file is of use
  public <T> @Nullable T findSys(String name, Parser<T> parser) throws ErrnoException {
    return losses.find(parser, sysfs, name, readSys(name));
  }

  /// Begins to read a file that a driver answers for, which may wait for hardware. All files of a
  /// cycle are begun before the first is waited for, so that many that hang cost one wait.
  ///
  /// @param name below `/sys`, as in `class/net/eth0/speed`
  public Pending<byte[]> beginSys(String name) {
    return slow.begin(sysfs, name);
  }

  /// The names in a folder, at most [KernelFiles#MAX_ENTRIES]; the order is the kernel's.
  ///
  /// @param name below `/proc`, as in `fs/nfsd`
  public List<String> listProc(String name) throws ErrnoException {
    return kernel.list(procfs, name);
  }

  /// The names in a folder, at most [KernelFiles#MAX_ENTRIES]; the order is the kernel's.
  ///
  /// @param name below `/sys`, as in `class/hwmon`
  public List<String> listSys(String name) throws ErrnoException {
    return kernel.list(sysfs, name);
  }

  /// The target of a symbolic link below `/sys`.
  public String readSysLink(String name) throws ErrnoException {
    return kernel.readLink(sysfs, name);
  }
}
