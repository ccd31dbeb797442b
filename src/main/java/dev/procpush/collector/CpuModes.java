// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// How much of a container's time on CPUs was in user mode, and how much in the kernel.
///
/// The kernel measures the time of both modes together, to the nanosecond. In which of them a
/// thread is, it looks up at clock ticks: what runs between two ticks is never seen, what runs
/// across one counts as a whole tick. So ticks are good for a proportion alone, and the time that
/// was measured is split by it. The rule is the kernel's own, by which it makes version 2's
/// `cpu.stat` and the times of processes (`cputime_adjust` in `kernel/sched/cputime.c`):
///
/// - Both modes together are the time that was measured.
/// - The kernel's mode gets the part that it has of all ticks. Where it has none, all is user's;
///   else where user has none, all is the kernel's.
/// - Neither mode falls. One that would have less by the new proportion stands still, and the other
///   gets all that is new, until the proportion is met.
/// - While the time does not rise, nothing changes, so that nobody need know the ticks.
///
/// Of what the kernel has split already, the proportion gives the same again.
///
/// All of this is forgotten when the agent ends. Then a mode that stood still may begin with less
/// than was told of it last, by as much as the proportion has moved meanwhile: where version 2's
/// file is there by nothing, for the kernel remembers; else since Linux 5.16 by two ticks of 10 ms
/// at most, for it remembers ticks; before that by no certain bound. Both modes together go on.
public final class CpuModes {
  /// A time that falls by more has begun anew, as when 0 was written to `cpuacct.usage`.
  private static final long ANEW_NANOS = 1_000_000_000;

  private long time;
  private long user;
  private long system;
  private boolean isTold;

  void beginVisit() {
    isTold = false;
  }

  /// Takes in the time of both modes together.
  ///
  /// @param nanos what was measured
  /// @return whether it has to be [split][#split] before the modes are told
  public boolean measure(long nanos) {
    if (time - nanos > ANEW_NANOS) {
      user = 0;
      system = 0;
    }
    time = Math.max(nanos, user + system);
    return time > user + system;
  }

  /// Splits the time that was measured.
  ///
  /// @param userPart what user mode has of anything, as of ticks
  /// @param systemPart what the kernel's mode has of the same
  public void split(long userPart, long systemPart) {
    system = Math.clamp(share(userPart, systemPart), system, time - user);
    user = time - system;
  }

  /// What the proportion gives to the kernel's mode, of weeks of time to a few ns.
  private long share(long userPart, long systemPart) {
    if (systemPart <= 0 || userPart + systemPart == time) {
      return systemPart;
    }
    return userPart <= 0
        ? time
        : Math.round((double) time * systemPart / ((double) userPart + systemPart));
  }

  /// Whether the modes are known in this visit.
  public boolean isTold() {
    return isTold;
  }

  /// Notes that the modes are known in this visit.
  public void told() {
    isTold = true;
  }

  /// Time in user mode, in ns.
  public long user() {
    return user;
  }

  /// Time in the kernel, in ns.
  public long system() {
    return system;
  }
}
