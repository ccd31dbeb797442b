// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.OptionalFiles;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.Patience;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.Parser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of one device, for which its driver may ask hardware that answers slowly, or never.
///
/// Of each device one file is under way at a time, of all devices together. One that is stuck costs
/// the others of its device their points in that cycle alone: they are read again in the next.
/// Where a second one is stuck the device is left alone until one of the two answers, so that a bus
/// that is dead does not take all the threads there are.
abstract class SlowDevice {
  /// A file may take so much of the time that all devices have together.
  private static final int FILE_DIVISOR = 4;

  private static final int MOST_STUCK = 2;

  private List<SlowFile> turn = List.of();
  private int at;

  /// The files to read in this cycle, in this order.
  abstract List<SlowFile> files();

  /// A file and what was last read of it.
  static final class SlowFile {
    private final String name;
    private final boolean isConstant;
    private boolean known;
    private boolean stuck;
    private @Nullable FileContent content;
    private @Nullable Pending<byte[]> pending;

    private SlowFile(String name, boolean isConstant) {
      this.name = name;
      this.isConstant = isConstant;
    }

    /// A file that is read in each cycle.
    ///
    /// @param name below `/sys`
    static SlowFile changing(String name) {
      return new SlowFile(name, false);
    }

    /// A file that hardly ever changes: what was read of it stays, until it is to be read again.
    ///
    /// @param name below `/sys`
    static SlowFile constant(String name) {
      return new SlowFile(name, true);
    }

    /// Whether it has answered, if only that it cannot be read.
    boolean isKnown() {
      return known;
    }

    /// It is to be read again.
    void forget() {
      known = false;
    }

    /// What was read in this cycle, or before where it is constant; null where there is nothing of
    /// use.
    <T> @Nullable T find(OptionalFiles files, Parser<T> parser) {
      return content == null ? null : files.parse(name, content, parser);
    }

    /// The same of a file with a number; [KernelNumber#NONE] where there is none.
    long number(KernelNumber kind, OptionalFiles files) {
      return NumberFile.orNone(find(files, new NumberFile(kind)));
    }

    /// The same of a file with a text; null where there is none.
    @Nullable String text() {
      return content == null ? null : OptionalFiles.text(content);
    }

    /// @return false where it is stuck, and was not before
    private boolean end(OptionalFiles files, long deadline) {
      Pending<byte[]> begun = pending;
      pending = null;
      if (begun == null) {
        return true;
      }
      try {
        content = FileContent.of(begun.await(deadline));
        stuck = false;
      } catch (ErrnoException e) {
        content = null;
        files.note(e);
        boolean before = stuck;
        stuck = e.errno() == ErrnoException.ETIMEDOUT;
        known = !stuck;
        return before || !stuck;
      }
      known = true;
      return true;
    }
  }

  /// Reads the files of all devices.
  ///
  /// @param files is told of what fails
  static void read(HostFiles host, Iterable<? extends SlowDevice> devices, OptionalFiles files) {
    Patience patience = host.time().patience(Share.SENSORS);
    long fileNanos = host.time().nanos(Share.SENSORS) / FILE_DIVISOR;
    long start = host.time().now();
    long end = patience.deadline();
    List<SlowDevice> waiting = new ArrayList<>();
    for (SlowDevice device : devices) {
      device.begin();
      waiting.add(device);
    }
    while (!waiting.isEmpty() && end - host.time().now() > 0) {
      waiting.removeIf(device -> !device.beginNext(host));
      long now = host.time().now();
      long deadline = now + Math.min(fileNanos, Math.max(0, end - now));
      waiting.removeIf(device -> !device.turn.get(device.at++).end(files, deadline));
    }
    patience.spend(host.time().now() - start);
  }

  /// Whether any of its files does not answer.
  final boolean isStuck() {
    return files().stream().anyMatch(file -> file.stuck);
  }

  private void begin() {
    List<SlowFile> all = files();
    int stuck = 0;
    for (SlowFile file : all) {
      file.content = file.isConstant ? file.content : null;
      stuck += file.stuck ? 1 : 0;
    }
    turn = stuck < MOST_STUCK ? fromNext(all) : all.stream().filter(file -> file.stuck).toList();
    at = 0;
  }

  /// The first is the one for which there was no time in the last cycle.
  private List<SlowFile> fromNext(List<SlowFile> all) {
    int next = at < turn.size() ? all.indexOf(turn.get(at)) : 0;
    if (next <= 0) {
      return all;
    }
    List<SlowFile> turned = new ArrayList<>(all.subList(next, all.size()));
    turned.addAll(all.subList(0, next));
    return turned;
  }

  /// @return false where all its files were read
  private boolean beginNext(HostFiles host) {
    if (at == turn.size()) {
      return false;
    }
    SlowFile file = turn.get(at);
    file.pending = host.beginSys(file.name);
    return true;
  }
}
