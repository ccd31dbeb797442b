// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.discovery.OwnContainment;
import dev.procpush.discovery.ParsedFile;
import dev.procpush.linux.Capabilities;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidStat;
import dev.procpush.parse.procfs.PidStatus;
import dev.procpush.selfmonitor.OwnProcess;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What the agent's own `/proc` tells about the agent's own process.
final class OwnProcfs implements AutoCloseable {
  private static final String SELF = "/proc/self";

  /// USER_HZ, in which the kernel tells CPU times, is 100 on every architecture we run on.
  private static final long NANOS_PER_TICK = 10_000_000;

  private final KernelFiles kernel = KernelFiles.ofKernel();

  /// CPU time and memory; null where `/proc` is missing.
  @Nullable OwnProcess process() {
    try {
      PidStat stat = ParsedFile.read(kernel, SELF, "stat", PidStat::parse);
      return new OwnProcess(
          known(KernelNumber.times(stat.userTime(), NANOS_PER_TICK)),
          known(KernelNumber.times(stat.systemTime(), NANOS_PER_TICK)),
          known(status().residentBytes()));
    } catch (ErrnoException | MalformedKernelDataException e) {
      return null;
    }
  }

  private static @Nullable Long known(long number) {
    return KernelNumber.isKnown(number) ? number : null;
  }

  /// The effective capabilities; null where `/proc` is missing.
  @Nullable Capabilities capabilities() {
    try {
      Long effective = status().effectiveCapabilities();
      return effective == null ? null : new Capabilities(effective, lastCapability());
    } catch (ErrnoException | MalformedKernelDataException e) {
      return null;
    }
  }

  /// The highest capability of this kernel.
  private int lastCapability() {
    try {
      FileContent file = kernel.read("/proc/sys/kernel", "cap_last_cap");
      String number = new String(file.bytes(), 0, file.length(), StandardCharsets.US_ASCII).strip();
      return number.matches("[0-9]{1,2}") ? Integer.parseInt(number) : Capabilities.LAST_NAMED;
    } catch (ErrnoException e) {
      return Capabilities.LAST_NAMED;
    }
  }

  /// Whether the agent runs in a container.
  boolean isContained() {
    return OwnContainment.isContained(kernel);
  }

  private PidStatus status() throws ErrnoException, MalformedKernelDataException {
    return ParsedFile.read(kernel, SELF, "status", PidStatus::parse);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
