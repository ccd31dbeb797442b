// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.ArrayList;
import java.util.List;

/// The names of Linux capabilities (`include/uapi/linux/capability.h`).
public final class Capabilities {
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

  private Capabilities() {}

  /// The capabilities in a set, as in `NET_ADMIN,SYS_ADMIN`; `all` for every one that has a name
  /// here, `none` for the empty set.
  ///
  /// @param set bit n is the capability with number n
  public static String names(long set) {
    long all = (1L << NAMES.size()) - 1;
    if ((set & all) == all) {
      return "all";
    }
    List<String> names = new ArrayList<>();
    for (int number = 0; number < NAMES.size(); number++) {
      if ((set & 1L << number) != 0) {
        names.add(NAMES.get(number));
      }
    }
    return names.isEmpty() ? "none" : String.join(",", names);
  }
}
