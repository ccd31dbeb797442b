// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.LivingProcess;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidStat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/// A process that may have metrics of its own, from the scan that found it to the scan that no
/// longer did.
///
/// It is known by its pid and the time it was made. A new one with the pid and the name of one that
/// has just ended waits for a cycle: the gap ends the old series and gives the new ones a start of
/// their own.
final class ObservedProcess {
  private static final AttributeKey<Long> PID = AttributeKey.longKey("process.pid");
  private static final AttributeKey<String> NAME =
      AttributeKey.stringKey("process.executable.name");
  private static final String WORKER = "kworker/";
  private static final long NEVER = -2;

  final LivingProcess process;
  final ProcessFolder folder;
  final CpuUse use = new CpuUse();

  /// The last cycle whose scan saw it.
  long seen;

  /// The next cycle in which it is looked at although its name is not wanted.
  long nextLook;

  int looks;

  /// Whether it is one of those with the most CPU time.
  boolean chosen;

  private ProcessGroup group;
  private @Nullable ObservedProcess predecessor;
  private @Nullable PidStat stat;
  private @Nullable PidStat before;
  private @Nullable ProcessSeries series;
  private boolean wanted;
  private long recorded = NEVER;
  private long top = NEVER;

  /// Until when the series of another one with the same attributes are to end.
  private long waitsFor = NEVER;

  ObservedProcess(LivingProcess process, ProcessGroup group, ProcessFolder folder) {
    this.process = process;
    this.group = group;
    this.folder = folder;
  }

  ProcessGroup group() {
    return group;
  }

  /// It is in another container now, or its container is called differently.
  void moveTo(ProcessGroup other) {
    group = other;
    series = null;
    chosen = false;
  }

  /// It has the pid of one that the last scan saw and this one did not.
  void follows(ObservedProcess ended) {
    predecessor = ended;
  }

  /// Reads its `stat`; without an exception it is there or has ended.
  void look(ProcessLook.At at) throws ErrnoException, MalformedKernelDataException {
    stat = null;
    PidStat known = before;
    String comm = known == null ? null : known.comm();
    PidStat now = folder.read(ProcessFile.STAT, text -> PidStat.parse(text, comm));
    if (now.hasEnded()) {
      return;
    }
    if (known == null || known.startTime() != now.startTime()) {
      begin(now, at);
    } else {
      use.add(now, group.weight());
    }
    known = before;
    if (known == null || !known.comm().equals(now.comm())) {
      wanted = at.choice().names().test(name(now.comm()));
      series = null;
    }
    before = now;
    stat = now;
  }

  /// Takes in a process that was not looked at before; it may be one that was known under another
  /// handle, and so has its series already.
  private void begin(PidStat now, ProcessLook.At at) {
    ObservedProcess other = before == null ? predecessor : this;
    predecessor = null;
    PidStat last = other == null ? null : other.before;
    if (other != null && last != null && last.startTime() == now.startTime()) {
      use.take(other.use);
      use.add(now, group.weight());
      before = last;
      wanted = other.wanted;
      chosen = other.chosen;
      recorded = other.recorded;
      series = other.group == group ? other.series : null;
      return;
    }
    use.begin(now, at.clock().age(now));
    waitsFor = other == null ? NEVER : other.recorded + 1;
    if (waitsFor < at.cycle()) {
      waitsFor = NEVER;
    }
    before = null;
    series = null;
    chosen = false;
  }

  /// Whether it was there when it was last looked at, and is to have metrics.
  boolean isCandidate(long cycle) {
    return stat != null && wanted && waitsFor < cycle;
  }

  /// Whether its name is wanted, as far as is known.
  boolean isWanted() {
    return wanted || before == null;
  }

  /// Clock ticks since boot.
  long startTime() {
    return before == null ? 0 : before.startTime();
  }

  /// Its series, once recording has begun.
  ProcessSeries series() {
    if (series == null) {
      throw new IllegalStateException("a process that is not told of");
    }
    return series;
  }

  /// It is about to be recorded.
  void beginRecord(ProcessLook.At at) {
    PidStat now = stat;
    if (now == null) {
      throw new IllegalStateException("a process that is not there");
    }
    recorded = at.cycle();
    if (series == null) {
      Attributes attributes =
          group.identity().toBuilder()
              .put(PID, (long) process.pid())
              .put(NAME, name(now.comm()))
              .build();
      series = new ProcessSeries(attributes, now);
    }
    series.beginVisit(now, at.clock().age(now));
  }

  /// It is one of those with the most CPU time in this cycle.
  void isTop(long cycle) {
    top = cycle;
  }

  /// Takes note of whether it is; if it no longer is, forgets what only those need that are.
  void choose(long cycle) {
    boolean before = chosen;
    chosen = top == cycle;
    if (before && !chosen) {
      series = null;
      folder.rest();
    }
  }

  /// It has ended.
  void release() {
    folder.release();
  }

  /// A worker of the kernel adds to its name what it works on, which changes all the time.
  static String name(String comm) {
    if (!comm.startsWith(WORKER)) {
      return comm;
    }
    int end = comm.indexOf(':', WORKER.length());
    while (end >= 0 && end < comm.length() && comm.charAt(end) != '-' && comm.charAt(end) != '+') {
      end++;
    }
    return end < 0 ? comm : comm.substring(0, end);
  }

  /// What time it is for processes.
  ///
  /// @param uptime seconds since boot, NaN where they could not be read
  /// @param clockTicks how many a second has
  record Clock(double uptime, int clockTicks) {
    double age(PidStat stat) {
      return Math.max(0, Math.rint(uptime * clockTicks) - stat.startTime()) / clockTicks;
    }
  }
}
