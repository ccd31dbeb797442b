// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;

/// A collector of namespaces whose CPU time can be measured.
final class TimedCollector implements NamespaceCollector {
  private final NamespaceCollector collector;
  private final Stopwatch watch;

  TimedCollector(NamespaceCollector collector, Stopwatch watch) {
    this.collector = collector;
    this.watch = watch;
  }

  @Override
  public String name() {
    return collector.name();
  }

  @Override
  public boolean observes(Scope scope) {
    return collector.observes(scope);
  }

  @Override
  public int expected(Scope scope) {
    return collector.expected(scope);
  }

  @Override
  public void beginCycle(int namespaces) {
    collector.beginCycle(namespaces);
  }

  @Override
  public int endCycle() {
    return collector.endCycle();
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    watch.start();
    try {
      collector.observe(files, series);
    } finally {
      watch.stop();
    }
  }
}
