// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// The numbers that differ between the processors Linux runs on.
///
/// @param sysGetdents64 `SYS_getdents64` of `<sys/syscall.h>`
/// @param directory `O_DIRECTORY` of `<fcntl.h>`
/// @param noFollow `O_NOFOLLOW` of `<fcntl.h>`
record LinuxAbi(long sysGetdents64, int directory, int noFollow) {
  private static final LinuxAbi X86_64 = new LinuxAbi(217, 0x1_0000, 0x2_0000);
  private static final LinuxAbi AARCH64 = new LinuxAbi(61, 0x4000, 0x8000);

  /// That of the machine we run on.
  static LinuxAbi ofThisMachine() {
    return of(System.getProperty("os.name", "?"), System.getProperty("os.arch", "?"));
  }

  static LinuxAbi of(String system, String architecture) {
    if (system.equals("Linux")) {
      switch (architecture) {
        case "amd64", "x86_64" -> {
          return X86_64;
        }
        case "aarch64" -> {
          return AARCH64;
        }
        default -> {}
      }
    }
    throw new UnsupportedOperationException(
        "system calls are known for Linux on amd64 and aarch64, not for %s on %s"
            .formatted(system, architecture));
  }
}
