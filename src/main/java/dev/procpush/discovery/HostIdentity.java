// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which host this is. A container's own name never stands for the host's.
///
/// @param name the host's name; null where only a container's name is in reach
/// @param id the machine's id, else that of its boot; null where neither is in reach
public record HostIdentity(@Nullable String name, @Nullable String id) {
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final Pattern MACHINE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern BOOT_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final int MAX_BYTES = 4096;

  /// Reads `/etc/hostname` and `/etc/machine-id` below the host's root; where that gives nothing,
  /// the kernel's host name, if it is the host's, and the id of the boot.
  ///
  /// @param root the host's root file system
  /// @param rootIsContainers whether `root` is not the host's root but a container's own
  /// @param kernelNameIsContainers whether the agent runs in a container, so that the kernel tells
  ///   the container's name
  public static HostIdentity read(
      RootFiles root,
      boolean rootIsContainers,
      KernelFiles kernel,
      String procfs,
      boolean kernelNameIsContainers) {
    String name = rootIsContainers ? null : line(root, "/etc/hostname", HOST_NAME);
    if (name == null && !kernelNameIsContainers) {
      name = line(kernel, procfs, "sys/kernel/hostname", HOST_NAME);
    }
    String id = rootIsContainers ? null : line(root, "/etc/machine-id", MACHINE_ID);
    if (id == null) {
      id = line(kernel, procfs, "sys/kernel/random/boot_id", BOOT_ID);
    }
    return new HostIdentity(name, id);
  }

  private static @Nullable String line(RootFiles root, String path, Pattern valid) {
    try {
      return firstLine(root.read(path, MAX_BYTES), valid);
    } catch (ErrnoException e) {
      return null;
    }
  }

  private static @Nullable String line(
      KernelFiles kernel, String directory, String name, Pattern valid) {
    try {
      FileContent content = kernel.read(directory, name);
      return firstLine(content.copy(), valid);
    } catch (ErrnoException e) {
      return null;
    }
  }

  /// The first line that is not empty and not a comment, where it is what the file should hold.
  private static @Nullable String firstLine(byte[] bytes, Pattern valid) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .filter(line -> valid.matcher(line).matches())
        .orElse(null);
  }
}
