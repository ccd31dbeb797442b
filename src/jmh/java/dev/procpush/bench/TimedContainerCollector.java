// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;

/// A collector of containers whose CPU time can be measured.
final class TimedContainerCollector implements ContainerCollector {
  private final ContainerCollector collector;
  private final Stopwatch watch;

  TimedContainerCollector(ContainerCollector collector, Stopwatch watch) {
    this.collector = collector;
    this.watch = watch;
  }

  @Override
  public String name() {
    return collector.name();
  }

  @Override
  public boolean isOn() {
    return collector.isOn();
  }

  @Override
  public void beginCycle() {
    collector.beginCycle();
  }

  @Override
  public boolean asks() {
    return collector.asks();
  }

  @Override
  public void ask(ContainerSeries series) throws ErrnoException, MalformedKernelDataException {
    watch.start();
    try {
      collector.ask(series);
    } finally {
      watch.stop();
    }
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    watch.start();
    try {
      collector.observe(files, series);
    } finally {
      watch.stop();
    }
  }
}
