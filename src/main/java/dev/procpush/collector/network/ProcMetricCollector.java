// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.InstrumentBuilder;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of the user's choice: one number of it, or the sum of several, is one metric.
final class ProcMetricCollector implements NamespaceCollector {
  private static final int MOST_BYTES = 1024 * 1024;

  private final ProcMetric metric;

  /// One of the two is there.
  private final @Nullable ScopedInstrument counter;

  private final @Nullable ScopedDouble gauge;

  ProcMetricCollector(Instruments instruments, ProcMetric metric) {
    this.metric = metric;
    InstrumentBuilder builder =
        instruments.metric(metric.name(), metric.unit(), metric.description()).unprefixed();
    counter = metric.counter() ? builder.counter() : null;
    gauge = metric.counter() ? null : builder.doubleGauge();
  }

  @Override
  public String name() {
    return "proc_metrics/" + metric.name();
  }

  @Override
  public boolean observes(Scope scope) {
    boolean wanted = counter != null ? counter.isOn(scope) : gauge != null && gauge.isOn(scope);
    return wanted && metric.scopes().contains(scope);
  }

  @Override
  public int expected(Scope scope) {
    return observes(scope) ? 1 : 0;
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (!series.isNamedBy(metric.namespaces())) {
      return;
    }
    List<NumberText> numbers = metric.reading().from(files, this::parse);
    if (counter != null) {
      count(numbers, counter, series);
    } else if (gauge != null) {
      measure(numbers, gauge, series);
    }
  }

  private List<NumberText> parse(ByteCursor text) throws MalformedKernelDataException {
    if (text.end() > MOST_BYTES) {
      throw text.malformed("more than " + MOST_BYTES + " bytes");
    }
    return metric.source().parse(text);
  }

  private void count(List<NumberText> numbers, ScopedInstrument instrument, NamespaceSeries series)
      throws MalformedKernelDataException {
    long sum = 0;
    for (NumberText number : numbers) {
      sum += number.unsigned(metric.base());
    }
    if (series.reserve(1)) {
      instrument.record(series.scope(), sum, series.identity());
    }
  }

  private void measure(List<NumberText> numbers, ScopedDouble instrument, NamespaceSeries series)
      throws MalformedKernelDataException {
    double sum = 0;
    for (NumberText number : numbers) {
      sum += number.decimal(metric.base());
    }
    if (series.reserve(1)) {
      instrument.record(series.scope(), sum, series.identity());
    }
  }
}
