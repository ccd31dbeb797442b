// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.RootFiles;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelText;
import dev.procpush.parse.OsRelease;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `os-release`, the kernel's release and its clock's source: what the host is. The first two are
/// looked at again after many cycles only.
final class InfoCollector implements HostCollector {
  private static final List<String> OS_RELEASE = List.of("/etc/os-release", "/usr/lib/os-release");
  private static final int MOST_BYTES = 65_536;
  private static final int LONGEST = 256;
  private static final int LOOK_AGAIN = 60;

  private static final AttributeKey<String> OS_NAME = stringKey("os.name");
  private static final AttributeKey<String> OS_VERSION = stringKey("os.version");
  private static final AttributeKey<String> OS_DESCRIPTION = stringKey("os.description");
  private static final AttributeKey<String> ARCHITECTURE = stringKey("host.arch");
  private static final AttributeKey<String> KERNEL = stringKey("system.kernel.release");
  private static final AttributeKey<String> CLOCK_SOURCE = stringKey("system.clock.source");

  private final @Nullable RootFiles root;
  private final String architecture;
  private final ScopedInstrument info;
  private String clockSource = "";
  private Attributes lasting = Attributes.empty();
  private Attributes attributes = Attributes.empty();
  private int lookIn;

  /// @param root where the distribution is told; null for nowhere
  /// @param architecture the processor's, as the conventions call it
  InfoCollector(Instruments instruments, @Nullable RootFiles root, String architecture) {
    this.root = root;
    this.architecture = architecture;
    info =
        instruments
            .ofHost("info", "{host}", "Host and its properties, in the attributes: always 1")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "info";
  }

  @Override
  public boolean isOn() {
    return info.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException {
    boolean changed = --lookIn < 0;
    if (changed) {
      lookIn = LOOK_AGAIN;
      lasting = lasting(files);
    }
    String source = clockSource(files);
    if (changed || !source.equals(clockSource)) {
      clockSource = source;
      AttributesBuilder builder = lasting.toBuilder();
      put(builder, CLOCK_SOURCE, source);
      attributes = builder.build();
    }
    info.record(Scope.SYSTEM, 1, attributes);
  }

  private Attributes lasting(HostFiles files) {
    AttributesBuilder builder = Attributes.builder();
    OsRelease release = osRelease();
    if (release != null) {
      put(builder, OS_NAME, release.name());
      put(builder, OS_VERSION, release.version());
      put(builder, OS_DESCRIPTION, release.description());
    }
    put(builder, ARCHITECTURE, architecture);
    try {
      put(builder, KERNEL, line(files.readProc("sys/kernel/osrelease")));
    } catch (ErrnoException e) {
      // it is left out
    }
    return builder.build();
  }

  private static String clockSource(HostFiles files) {
    try {
      return line(files.readSys("devices/system/clocksource/clocksource0/current_clocksource"));
    } catch (ErrnoException e) {
      return "";
    }
  }

  private @Nullable OsRelease osRelease() {
    if (root == null) {
      return null;
    }
    for (String path : OS_RELEASE) {
      try {
        byte[] bytes = root.read(path, MOST_BYTES);
        return OsRelease.parse(new ByteCursor(path, bytes, bytes.length));
      } catch (ErrnoException e) {
        // the other may be readable: before Linux 5.6 no link is followed
      }
    }
    return null;
  }

  private static String line(FileContent file) {
    return KernelText.of(file.bytes(), 0, Math.min(LONGEST, file.length())).strip();
  }

  private static void put(
      AttributesBuilder builder, AttributeKey<String> key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      builder.put(key, value);
    }
  }
}
