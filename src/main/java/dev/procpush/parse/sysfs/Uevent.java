// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A device's `uevent`, as in `/sys/dev/block/254:0/uevent`.
///
/// ```text
/// MAJOR=254
/// MINOR=0
/// DEVNAME=vda
/// ```
///
/// @param deviceName the kernel's name for it, also below `/dev`; null where it has none
public record Uevent(@Nullable String deviceName) {
  private static final byte[] DEVNAME = "DEVNAME=".getBytes(StandardCharsets.US_ASCII);

  /// Parses the whole file, of which nothing else is looked at.
  public static Uevent parse(ByteCursor cursor) throws MalformedKernelDataException {
    String name = null;
    while (cursor.nextLine()) {
      if (cursor.skipStart(DEVNAME)) {
        name = cursor.word("DEVNAME");
      }
    }
    return new Uevent(name);
  }
}
