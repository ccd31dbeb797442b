// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableMeasurement;

/// A meter whose instruments forget what they are told, and whose batch callback is run by hand.
final class RecordedCallback implements Meter, Runnable {
  private final Meter forgetful = MeterProvider.noop().get("");
  private Runnable callback = () -> {};

  @Override
  public void run() {
    callback.run();
  }

  @Override
  public BatchCallback batchCallback(
      Runnable callback, ObservableMeasurement first, ObservableMeasurement... others) {
    this.callback = callback;
    return new BatchCallback() {};
  }

  @Override
  public LongCounterBuilder counterBuilder(String name) {
    return forgetful.counterBuilder(name);
  }

  @Override
  public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
    return forgetful.upDownCounterBuilder(name);
  }

  @Override
  public DoubleHistogramBuilder histogramBuilder(String name) {
    return forgetful.histogramBuilder(name);
  }

  @Override
  public DoubleGaugeBuilder gaugeBuilder(String name) {
    return forgetful.gaugeBuilder(name);
  }
}
