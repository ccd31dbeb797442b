// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import java.util.List;

/// `/sys/devices/system/node/node<N>/numastat`: where the pages came from that were asked of each
/// NUMA node.
final class NumastatCollector implements HostCollector {
  private final FlatKeyedFile numastat =
      new FlatKeyedFile(
          List.of(
              "numa_hit",
              "numa_miss",
              "numa_foreign",
              "interleave_hit",
              "local_node",
              "other_node"));
  private final NumaNodes nodes;

  /// One for each key.
  private final List<ScopedInstrument> counters;

  NumastatCollector(Instruments instruments, NumaNodes nodes) {
    this.nodes = nodes;
    counters =
        List.of(
            counter(instruments, "hit", "Pages allocated on the NUMA node as it was meant"),
            counter(
                instruments,
                "miss",
                "Pages allocated on the NUMA node that were meant for another"),
            counter(
                instruments,
                "foreign",
                "Pages meant for the NUMA node that were allocated on another"),
            counter(
                instruments,
                "interleave_hit",
                "Pages of interleaved memory allocated on the NUMA node as it was meant"),
            counter(instruments, "local_node", "Pages allocated on the NUMA node by its own CPUs"),
            counter(
                instruments,
                "other_node",
                "Pages allocated on the NUMA node by CPUs of other nodes"));
  }

  private static ScopedInstrument counter(
      Instruments instruments, String name, String description) {
    return instruments.ofHost("memory.numa." + name, "{page}", description).counter();
  }

  @Override
  public String name() {
    return "numastat";
  }

  @Override
  public boolean isOn() {
    return ScopedInstrument.countOn(counters, Scope.SYSTEM) > 0;
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    List<NumaNodes.Node> all = nodes.of(files);
    FirstFailure failure = new FirstFailure();
    for (int i = 0; i < all.size(); i++) {
      NumaNodes.Node node = all.get(i);
      try {
        if (files.findSys(node.numastat, numastat) != null) {
          record(node);
        }
      } catch (ErrnoException e) {
        failure.keep(e);
      }
    }
    if (failure.isAnyGone()) {
      nodes.oneHasGone();
    }
    failure.rethrow();
  }

  private void record(NumaNodes.Node node) {
    for (int i = 0; i < counters.size(); i++) {
      counters.get(i).record(Scope.SYSTEM, numastat.value(i), node.attributes);
    }
  }
}
