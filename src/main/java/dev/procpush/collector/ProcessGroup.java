// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;

/// The processes of one container, or those of the host that are in none.
final class ProcessGroup {
  private static final double NANOS_PER_SECOND = 1e9;

  /// The last cycle in which it was there.
  long seen;

  private final Object owner;
  private final Attributes identity;
  private final List<ObservedProcess> members = new ArrayList<>();
  private double weight;
  private long visited;

  /// @param owner whose they are; another object means other attributes
  /// @param identity the attributes of these
  ProcessGroup(Object owner, Attributes identity) {
    this.owner = owner;
    this.identity = identity;
  }

  boolean isOf(Object anOwner) {
    return owner == anOwner;
  }

  Attributes identity() {
    return identity;
  }

  List<ObservedProcess> members() {
    return members;
  }

  /// What is left, in this visit, of what was used up to the last one.
  double weight() {
    return weight;
  }

  void begin(long cycle) {
    seen = cycle;
    members.clear();
  }

  void beginVisit(long nanos) {
    weight = CpuUse.weight((nanos - visited) / NANOS_PER_SECOND);
    visited = nanos;
  }
}
