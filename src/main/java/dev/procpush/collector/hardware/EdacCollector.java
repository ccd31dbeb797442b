// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static dev.procpush.collector.Scope.SYSTEM;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.OptionalFiles;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `devices/system/edac/mc`: errors of memory modules. A controller that knows its modules has a
/// point for each of them and one for the errors it cannot place, so that the sum is its count; one
/// that does not has its count.
final class EdacCollector implements HostCollector {
  private static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
  private static final String FOLDER = "devices/system/edac/mc";
  private static final Pattern CONTROLLER = Pattern.compile("mc[0-9]{1,4}");
  private static final Pattern MODULE = Pattern.compile("(?:dimm|rank)[0-9]{1,4}");
  private static final int CYCLES = 64;

  private final ScopedInstrument errors;
  private final Map<String, List<Source>> sources = new HashMap<>();
  private long cycle;

  EdacCollector(Instruments instruments) {
    errors =
        Hardware.metric(instruments, "errors", "{error}", "Errors of the hardware component")
            .counter();
  }

  @Override
  public String name() {
    return "edac";
  }

  @Override
  public boolean isOn() {
    return errors.isOn(SYSTEM);
  }

  @Override
  public void observe(HostFiles host) throws ErrnoException, MalformedKernelDataException {
    List<String> controllers = host.listSys(FOLDER);
    OptionalFiles files = new OptionalFiles(host);
    if (cycle++ % CYCLES == 0) {
      sources.clear();
    }
    sources.keySet().retainAll(controllers);
    for (String controller : controllers) {
      if (CONTROLLER.matcher(controller).matches()) {
        sources
            .computeIfAbsent(controller, name -> sourcesOf(name, files))
            .forEach(
                source -> {
                  long count = files.number(source.file, KernelNumber.COUNT);
                  errors.record(SYSTEM, count, source.attributes);
                });
      }
    }
    files.end();
  }

  private static List<Source> sourcesOf(String controller, OptionalFiles files) {
    String folder = FOLDER + "/" + controller;
    List<Source> found = new ArrayList<>();
    for (String module : files.list(folder)) {
      if (MODULE.matcher(module).matches()) {
        String place = folder + "/" + module;
        AttributesBuilder attributes =
            Hardware.device(controller + "/" + module, files.text(place + "/dimm_label"))
                .put(Hardware.PARENT, controller);
        found.addAll(sources(attributes, place + "/dimm_ce_count", place + "/dimm_ue_count"));
      }
    }
    String counted = found.isEmpty() ? "" : "noinfo_";
    found.addAll(
        sources(
            Hardware.device(controller, files.text(folder + "/mc_name")),
            folder + "/ce_" + counted + "count",
            folder + "/ue_" + counted + "count"));
    return found;
  }

  private static List<Source> sources(AttributesBuilder device, String corrected, String not) {
    Attributes memory = device.put(Hardware.TYPE, "memory").build();
    return List.of(
        new Source(corrected, memory.toBuilder().put(ERROR_TYPE, "corrected").build()),
        new Source(not, memory.toBuilder().put(ERROR_TYPE, "uncorrected").build()));
  }

  /// A file that is one counter.
  private record Source(String file, Attributes attributes) {}
}
