// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.linux.StatFs;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/// How many bytes a file system has. A file system may be a stranger's program that tells anything.
///
/// @param limit all of them
/// @param used those that hold something
/// @param free those that anybody may use
/// @param reserved those that are kept for root
public record FileSystemSpace(long limit, long used, long free, long reserved) {
  /// In which state space or inodes are.
  public static final AttributeKey<String> STATE = stringKey("system.filesystem.state");

  private static final AttributeKey<String> DEVICE = stringKey("system.device");
  private static final AttributeKey<String> TYPE = stringKey("system.filesystem.type");
  private static final AttributeKey<String> MOUNT_POINT = stringKey("system.filesystem.mountpoint");

  /// The attributes that tell a file system from others.
  public static Attributes identity(String device, String type, String mountPoint) {
    return Attributes.of(DEVICE, device, TYPE, type, MOUNT_POINT, mountPoint);
  }

  /// @return null where there is no space at all, as in what the kernel makes up, or nonsense is
  ///   told
  public static @Nullable FileSystemSpace of(StatFs told) {
    long size = told.blockSize();
    long blocks = told.blocks();
    long free = told.freeBlocks();
    if (size <= 0 || blocks <= 0 || free < 0 || free > blocks || blocks > Long.MAX_VALUE / size) {
      return null;
    }
    // what is more than all that is free is so by an agreement between server and client
    long available = Math.clamp(told.availableBlocks(), 0, free);
    return new FileSystemSpace(
        blocks * size, (blocks - free) * size, available * size, (free - available) * size);
  }

  /// Whether the file system counts inodes.
  public static boolean hasInodes(StatFs told) {
    return told.files() > 0 && told.freeFiles() >= 0 && told.freeFiles() <= told.files();
  }
}
