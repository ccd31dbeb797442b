// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.ArrayList;
import java.util.List;

/// A set of Linux capabilities (`include/uapi/linux/capability.h`).
///
/// @param set bit n is the capability with number n
/// @param last the highest number that the kernel knows, as in `/proc/sys/kernel/cap_last_cap`
public record Capabilities(long set, int last) {
  private static final List<String> NAMES =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "KILL",
          "SETGID",
          "SETUID",
          "SETPCAP",
          "LINUX_IMMUTABLE",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_ADMIN",
          "NET_RAW",
          "IPC_LOCK",
          "IPC_OWNER",
          "SYS_MODULE",
          "SYS_RAWIO",
          "SYS_CHROOT",
          "SYS_PTRACE",
          "SYS_PACCT",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_NICE",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "MKNOD",
          "LEASE",
          "AUDIT_WRITE",
          "AUDIT_CONTROL",
          "SETFCAP",
          "MAC_OVERRIDE",
          "MAC_ADMIN",
          "SYSLOG",
          "WAKE_ALARM",
          "BLOCK_SUSPEND",
          "AUDIT_READ",
          "PERFMON",
          "BPF",
          "CHECKPOINT_RESTORE");

  /// The highest number that has a name here.
  public static final int LAST_NAMED = NAMES.size() - 1;

  /// Whether one is in it.
  ///
  /// @param name as in `SYS_ADMIN`
  public boolean has(String name) {
    return (set & 1L << NAMES.indexOf(name)) != 0;
  }

  /// All of them, as in `SYS_PTRACE,SYS_ADMIN`; `all` for every one that the kernel has,
  /// `all,-SYS_MODULE` where fewer are missing than there are, `none` for the empty set.
  public String names() {
    List<String> present = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int number = 0; number <= Math.min(last, Long.SIZE - 1); number++) {
      String name = number < NAMES.size() ? NAMES.get(number) : Integer.toString(number);
      if ((set & 1L << number) != 0) {
        present.add(name);
      } else {
        missing.add("-" + name);
      }
    }
    if (present.isEmpty()) {
      return "none";
    }
    if (missing.size() < present.size()) {
      missing.addFirst("all");
      return String.join(",", missing);
    }
    return String.join(",", present);
  }
}
