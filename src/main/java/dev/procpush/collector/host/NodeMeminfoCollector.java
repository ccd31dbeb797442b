// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.sysfs.NodeMeminfo;
import java.util.List;

/// `/sys/devices/system/node/node<N>/meminfo`: the memory of each NUMA node.
final class NodeMeminfoCollector implements HostCollector {
  private static final long KIB = 1024;
  private final NumaNodes nodes;
  private final ScopedInstrument limit;
  private final ScopedInstrument usage;

  NodeMeminfoCollector(Instruments instruments, NumaNodes nodes) {
    this.nodes = nodes;
    limit =
        instruments.ofHost("memory.numa.limit", "By", "Memory of the NUMA node").upDownCounter();
    usage =
        instruments
            .ofHost(
                "memory.numa.usage", "By", "Memory of the NUMA node by state; caches count as used")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "node_meminfo";
  }

  @Override
  public boolean isOn() {
    return limit.isOn(Scope.SYSTEM) || usage.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    List<NumaNodes.Node> all = nodes.of(files);
    FirstFailure failure = new FirstFailure();
    for (int i = 0; i < all.size(); i++) {
      NumaNodes.Node node = all.get(i);
      try {
        NodeMeminfo meminfo = files.findSys(node.meminfo, NodeMeminfo::parse);
        if (meminfo != null) {
          record(meminfo, node);
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

  private void record(NodeMeminfo meminfo, NumaNodes.Node node) {
    limit.record(Scope.SYSTEM, KernelNumber.times(meminfo.total(), KIB), node.attributes);
    usage.record(Scope.SYSTEM, KernelNumber.times(meminfo.used(), KIB), node.used);
    usage.record(Scope.SYSTEM, KernelNumber.times(meminfo.free(), KIB), node.free);
  }
}
