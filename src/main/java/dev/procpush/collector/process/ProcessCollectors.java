// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.InstrumentBuilder;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.ProcessCollector;
import dev.procpush.collector.Scope;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// The list of all collectors that visit a process, in the order of their visit.
public final class ProcessCollectors {
  private static final AttributeKey<String> CPU_MODE = stringKey("cpu.mode");
  static final Attributes USER = Attributes.of(CPU_MODE, "user");
  static final Attributes SYSTEM = Attributes.of(CPU_MODE, "system");

  /// A process has the same metrics whether it is in a container or not.
  static final Scope SCOPE = Scope.SYSTEM;

  private ProcessCollectors() {}

  /// Makes them, with their instruments.
  ///
  /// @param clockTicks how many a second has
  /// @param pageSize in bytes
  public static List<ProcessCollector> of(Instruments instruments, int clockTicks, int pageSize) {
    return List.of(
        new StatCollector(instruments, clockTicks),
        new StatmCollector(instruments, pageSize),
        new StatusCollector(instruments),
        new IoCollector(instruments),
        new DescriptorCollector(instruments));
  }

  /// A metric of a process: `process.` and the suffix.
  static InstrumentBuilder metric(
      Instruments instruments, String suffix, String unit, String description) {
    return instruments.metric("process." + suffix, unit, description).only(SCOPE).unprefixed();
  }
}
