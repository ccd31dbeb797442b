// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;

/// Asks file systems how full they are. One whose server is gone never answers.
@FunctionalInterface
public interface FileSystems {

  /// The running kernel's. Each file system is asked on a thread of [BoundedCalls].
  static FileSystems ofKernel(BoundedCalls calls) {
    RootResolution resolution = RootResolution.ofThisKernel();
    ThreadLocal<StatFs.Asker> askers =
        ThreadLocal.withInitial(() -> new StatFs.Asker(Arena.ofAuto()));
    return place -> calls.begin(place, () -> askers.get().ask(resolution, place));
  }

  /// What a file system answers that is not there.
  static BoundedCalls.Pending<StatFs> absent(Place place) {
    return _ -> {
      throw new ErrnoException(ErrnoException.ENOENT, "statfs", place.toString());
    };
  }

  /// Begins to ask.
  BoundedCalls.Pending<StatFs> begin(Place place);

  /// Where a file system is mounted.
  ///
  /// @param root the folder that is the root of all paths, as in `/host` or `/proc/7/root`
  /// @param path absolute, as seen from that root
  record Place(String root, String path) {

    @Override
    public String toString() {
      return root.equals("/") ? path : root + path;
    }
  }
}
