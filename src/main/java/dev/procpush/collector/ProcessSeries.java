// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.parse.procfs.PidStat;
import io.opentelemetry.api.common.Attributes;
import java.util.IdentityHashMap;

/// The series of one process: with which attributes, and what its `stat` has told in this visit.
public final class ProcessSeries {
  /// A process has the same metrics whether it is in a container or not.
  public static final Scope SCOPE = Scope.SYSTEM;

  /// Where it is not known when the system was started.
  static final double UNKNOWN = Double.NaN;

  private final Attributes identity;
  private final IdentityHashMap<Attributes, Attributes> extended = new IdentityHashMap<>();
  private PidStat stat;
  private double uptime = UNKNOWN;

  ProcessSeries(Attributes identity, PidStat stat) {
    this.identity = identity;
    this.stat = stat;
  }

  void beginVisit(PidStat now, double uptimeSeconds) {
    stat = now;
    uptime = uptimeSeconds;
  }

  /// The attributes that tell this process from any other.
  public Attributes identity() {
    return identity;
  }

  /// The identity and more: built once while the process lives.
  ///
  /// @param more a constant: it is known again by being the same object
  public Attributes with(Attributes more) {
    Attributes known = extended.get(more);
    if (known == null) {
      known = identity.toBuilder().putAll(more).build();
      extended.put(more, known);
    }
    return known;
  }

  /// What was read to compare processes.
  public PidStat stat() {
    return stat;
  }

  /// Whether it is known how long it has been there.
  public boolean hasUptime() {
    return !Double.isNaN(uptime);
  }

  /// For how many seconds it has been there.
  public double uptime() {
    return uptime;
  }
}
