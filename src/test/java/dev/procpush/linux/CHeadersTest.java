// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layouts and constants against what a C compiler reads in this machine's headers.
final class CHeadersTest {
  private static final String INCLUDES =
      """
      #define _GNU_SOURCE
      #include <errno.h>
      #include <fcntl.h>
      #include <limits.h>
      #include <linux/if_addr.h>
      #include <linux/if_link.h>
      #include <linux/inet_diag.h>
      #include <linux/magic.h>
      #include <linux/mount.h>
      #include <linux/net_namespace.h>
      #include <linux/netlink.h>
      #include <linux/openat2.h>
      #include <linux/limits.h>
      #include <linux/rtnetlink.h>
      #include <linux/sock_diag.h>
      #include <net/if.h>
      #include <netinet/tcp.h>
      #include <poll.h>
      #include <sched.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/resource.h>
      #include <sys/socket.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/time.h>
      #include <sys/timex.h>
      #include <sys/vfs.h>
      #include <unistd.h>
      struct linux_dirent64 {
        unsigned long long d_ino; long long d_off; unsigned short d_reclen;
        unsigned char d_type; char d_name[];
      };
      """;

  private final Map<String, Long> ours = new LinkedHashMap<>();

  @TempDir Path folder;

  @Test
  void layoutsAreThoseOfTheHeaders() throws Exception {
    struct("struct statx", Statx.LAYOUT, "stx_mask", "stx_mode", "stx_ino", "stx_size");
    struct("struct statx", Statx.LAYOUT, "stx_nlink", "stx_blocks", "stx_mnt_id");
    struct("struct statx", Statx.LAYOUT, "stx_ctime", "stx_dev_major", "stx_dev_minor");
    struct(
        "struct statx_timestamp",
        (StructLayout) Statx.LAYOUT.select(PathElement.groupElement("stx_ctime")),
        "tv_sec",
        "tv_nsec");
    ours.put("sizeof(struct statx)", Statx.LAYOUT.byteSize());
    struct("struct open_how", OpenHow.LAYOUT, "flags", "mode", "resolve");
    ours.put("sizeof(struct open_how)", OpenHow.LAYOUT.byteSize());
    struct("struct linux_dirent64", DirectoryEntries.HEADER, "d_ino", "d_reclen", "d_type");
    ours.put("offsetof(struct linux_dirent64, d_name)", DirectoryEntries.HEADER.byteSize());
    struct("struct statfs", StatFs.LAYOUT, "f_type", "f_bsize", "f_blocks", "f_bfree");
    struct("struct statfs", StatFs.LAYOUT, "f_bavail", "f_files", "f_ffree", "f_frsize");
    ours.put("sizeof(struct statfs)", StatFs.LAYOUT.byteSize());
    ours.put("sizeof(((struct statfs *) 0)->f_type)", 8L);
    struct("struct timex", Timex.LAYOUT, "modes", "offset", "freq", "maxerror", "esterror");
    struct("struct timex", Timex.LAYOUT, "status", "tai");
    ours.put("sizeof(struct timex)", Timex.LAYOUT.byteSize());
    ours.put("sizeof(((struct timex *) 0)->status)", 4L);
    ours.put("sizeof(((struct timex *) 0)->tai)", 4L);
    ours.put("STA_UNSYNC", (long) Timex.STA_UNSYNC);
    ours.put("STA_NANO", (long) Timex.STA_NANO);
    assertThat(accordingToC()).isEqualTo(ours);
  }

  @Test
  void constantsAreThoseOfTheHeaders() throws Exception {
    LinuxAbi abi = LinuxAbi.ofThisMachine();
    ours.put("SYS_getdents64", abi.sysGetdents64());
    ours.put("SYS_openat2", Libc.SYS_OPENAT2);
    ours.put("O_DIRECTORY", (long) abi.directory());
    ours.put("O_NOFOLLOW", (long) abi.noFollow());
    ours.put("O_RDONLY", (long) Libc.O_RDONLY);
    ours.put("O_NOCTTY", (long) Libc.O_NOCTTY);
    ours.put("O_NONBLOCK", (long) Libc.O_NONBLOCK);
    ours.put("O_CLOEXEC", (long) Libc.O_CLOEXEC);
    ours.put("O_PATH", (long) Libc.O_PATH);
    ours.put("RLIMIT_NOFILE", (long) Libc.RLIMIT_NOFILE);
    ours.put("_SC_CLK_TCK", (long) ClockFunctions.SC_CLK_TCK);
    ours.put("sizeof(struct rlimit)", (long) OpenKernelFiles.RLIMIT_SIZE);
    ours.put("offsetof(struct rlimit, rlim_cur)", 0L);
    ours.put("sizeof(struct pollfd)", (long) WatchedMounts.POLLFD_SIZE);
    ours.put("offsetof(struct pollfd, events)", (long) WatchedMounts.EVENTS);
    ours.put("offsetof(struct pollfd, revents)", (long) WatchedMounts.RETURNED_EVENTS);
    ours.put("POLLIN", (long) WatchedMounts.POLLIN);
    ours.put("POLLPRI", (long) WatchedMounts.POLLPRI);
    ours.put("POLLOUT", (long) WatchedMounts.POLLOUT);
    ours.put("AT_FDCWD", (long) Libc.AT_FDCWD);
    ours.put("AT_EMPTY_PATH", (long) Libc.AT_EMPTY_PATH);
    ours.put(
        "STATX_TYPE | STATX_MODE | STATX_UID | STATX_GID | STATX_CTIME | STATX_INO | STATX_SIZE",
        (long) Statx.MASK);
    ours.put("STATX_TYPE | STATX_NLINK | STATX_INO | STATX_BLOCKS", (long) Statx.SPACE_MASK);
    ours.put("RESOLVE_IN_ROOT", OpenHow.RESOLVE_IN_ROOT);
    ours.put("RESOLVE_NO_MAGICLINKS", OpenHow.RESOLVE_NO_MAGICLINKS);
    ours.put("PATH_MAX", (long) PathBuffer.PATH_MAX);
    ours.put("PROC_SUPER_MAGIC", HostRootFiles.PROC_SUPER_MAGIC);
    ours.put("BTRFS_SUPER_MAGIC", StatFs.BTRFS_SUPER_MAGIC);
    ours.put("SYSFS_MAGIC", HostRootFiles.SYSFS_MAGIC);
    ours.put("DEBUGFS_MAGIC", HostRootFiles.DEBUGFS_MAGIC);
    ours.put("TRACEFS_MAGIC", HostRootFiles.TRACEFS_MAGIC);
    assertThat(accordingToC()).isEqualTo(ours);
  }

  @Test
  void constantsOfNamespacesAreThoseOfTheHeaders() throws Exception {
    ours.put("CLONE_NEWNET", (long) HomeNamespace.CLONE_NEWNET);
    ours.put("AT_SYMLINK_NOFOLLOW", (long) Libc.AT_SYMLINK_NOFOLLOW);
    ours.put("AT_NO_AUTOMOUNT", (long) Libc.AT_NO_AUTOMOUNT);
    ours.put("RESOLVE_BENEATH", OpenHow.RESOLVE_BENEATH);
    ours.put("SYS_fsopen", Libc.SYS_FSOPEN);
    ours.put("SYS_fsconfig", Libc.SYS_FSCONFIG);
    ours.put("SYS_fsmount", Libc.SYS_FSMOUNT);
    ours.put("FSOPEN_CLOEXEC", (long) NamespaceSysfs.FSOPEN_CLOEXEC);
    ours.put("FSCONFIG_CMD_CREATE", (long) NamespaceSysfs.FSCONFIG_CMD_CREATE);
    ours.put("FSMOUNT_CLOEXEC", (long) NamespaceSysfs.FSMOUNT_CLOEXEC);
    ours.put(
        "MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC",
        (long) NamespaceSysfs.READ_ONLY);
    assertThat(accordingToC()).isEqualTo(ours);
  }

  @Test
  void constantsOfSocketsAreThoseOfTheHeaders() throws Exception {
    ours.put("AF_NETLINK", (long) NetlinkSockets.AF_NETLINK);
    ours.put("SOCK_RAW", (long) NetlinkSockets.SOCK_RAW);
    ours.put("SOCK_CLOEXEC", (long) Libc.O_CLOEXEC);
    ours.put("MSG_DONTWAIT", (long) NetlinkSockets.MSG_DONTWAIT);
    ours.put("sizeof(struct timeval)", 16L);
    ours.put("MSG_TRUNC", (long) NetlinkSockets.MSG_TRUNC);
    ours.put("MAX_LINKS", (long) NetlinkSockets.MAX_LINKS);
    ours.put("sizeof(struct sockaddr_nl)", (long) NetlinkSockets.SOCKADDR_NL);
    ours.put("offsetof(struct sockaddr_nl, nl_pid)", (long) NetlinkSockets.NL_PID);
    ours.put("sizeof(socklen_t)", 4L);
    assertThat(accordingToC()).isEqualTo(ours);
  }

  @Test
  void netlinkMessagesAreThoseOfTheHeaders() throws Exception {
    ours.put("sizeof(struct nlmsghdr)", (long) NetlinkRequest.HEADER);
    ours.put("offsetof(struct nlmsghdr, nlmsg_type)", (long) NetlinkAnswer.TYPE);
    ours.put("offsetof(struct nlmsghdr, nlmsg_flags)", (long) NetlinkAnswer.FLAGS);
    ours.put("offsetof(struct nlmsghdr, nlmsg_seq)", (long) NetlinkAnswer.SEQUENCE);
    ours.put("offsetof(struct nlmsgerr, error)", 0L);
    ours.put("sizeof(struct ifinfomsg)", (long) NetlinkRequest.IFINFOMSG);
    ours.put("sizeof(struct ifaddrmsg)", (long) NetlinkRequest.IFADDRMSG);
    ours.put("NLMSG_ALIGN(sizeof(struct rtgenmsg))", (long) NetlinkRequest.RTGENMSG);
    ours.put("sizeof(struct rtattr)", 4L);
    ours.put("offsetof(struct rtattr, rta_type)", 2L);
    ours.put("sizeof(struct inet_diag_req)", (long) NetlinkRequest.INET_DIAG_REQ);
    ours.put("offsetof(struct inet_diag_req, id)", (long) NetlinkRequest.INET_DIAG_REQ_ID);
    ours.put(
        "offsetof(struct inet_diag_req, idiag_states)", (long) NetlinkRequest.INET_DIAG_REQ_STATES);
    ours.put("NLM_F_REQUEST", (long) NetlinkRequest.NLM_F_REQUEST);
    ours.put("NLM_F_DUMP", (long) NetlinkRequest.NLM_F_DUMP);
    ours.put("NLM_F_DUMP_INTR", (long) NetlinkAnswer.NLM_F_DUMP_INTR);
    ours.put("NLMSG_ERROR", (long) NetlinkAnswer.NLMSG_ERROR);
    ours.put("NLMSG_DONE", (long) NetlinkAnswer.NLMSG_DONE);
    ours.put("NLMSG_OVERRUN", (long) NetlinkAnswer.NLMSG_OVERRUN);
    ours.put("NLMSG_MIN_TYPE", (long) NetlinkAnswer.NLMSG_MIN_TYPE);
    ours.put("NETLINK_ROUTE", (long) NetlinkRequest.Protocol.ROUTE.number());
    ours.put("NETLINK_SOCK_DIAG", (long) NetlinkRequest.Protocol.SOCK_DIAG.number());
    ours.put("RTM_GETLINK", (long) NetlinkRequest.RTM_GETLINK);
    ours.put("RTM_GETADDR", (long) NetlinkRequest.RTM_GETADDR);
    ours.put("RTM_GETNSID", (long) NetlinkRequest.RTM_GETNSID);
    ours.put("TCPDIAG_GETSOCK", (long) NetlinkRequest.TCPDIAG_GETSOCK);
    ours.put("IFLA_IFNAME", (long) NetlinkRequest.IFLA_IFNAME);
    ours.put("IFLA_EXT_MASK", (long) NetlinkRequest.IFLA_EXT_MASK);
    ours.put("IFLA_ALT_IFNAME", (long) NetlinkRequest.IFLA_ALT_IFNAME);
    ours.put("NETNSA_FD", (long) NetlinkRequest.NETNSA_FD);
    ours.put("NETNSA_NSID", (long) NamespaceVisit.NETNSA_NSID);
    ours.put("RTEXT_FILTER_SKIP_STATS", (long) NetlinkRequest.RTEXT_FILTER_SKIP_STATS);
    ours.put("IFNAMSIZ", (long) NetlinkRequest.IFNAMSIZ);
    ours.put("1 << TCP_LISTEN", (long) NetlinkRequest.LISTEN);
    ours.put("(1 << (TCP_CLOSING + 1)) - 2", (long) NetlinkRequest.ALL_STATES);
    assertThat(accordingToC()).isEqualTo(ours);
  }

  @Test
  void errnoNamesAreThoseOfTheHeaders() throws Exception {
    for (int errno = 1; errno < 134; errno++) {
      String name = new ErrnoException(errno, "open", "/").errnoName();
      if (!name.startsWith("errno_")) {
        ours.put(name, (long) errno);
      }
    }
    assertThat(ours).hasSizeGreaterThan(20);
    assertThat(accordingToC()).isEqualTo(ours);
  }

  private void struct(String type, StructLayout layout, String... members) {
    for (String member : members) {
      long offset = layout.byteOffset(PathElement.groupElement(member));
      ours.put("offsetof(%s, %s)".formatted(type, member), offset);
    }
  }

  /// The value of each of our expressions, as a program prints it.
  private Map<String, Long> accordingToC() throws IOException, InterruptedException {
    StringBuilder program = new StringBuilder(INCLUDES).append("int main(void) {\n");
    for (String expression : ours.keySet()) {
      program.append("  printf(\"%lld\\n\", (long long) (").append(expression).append("));\n");
    }
    Path source = folder.resolve("headers.c");
    Path binary = folder.resolve("headers");
    Files.writeString(source, program.append("}\n"));
    assumeTrue(hasCompiler(), "no C compiler: install gcc and the C library's headers");
    run("cc", "-o", binary.toString(), source.toString());
    List<String> lines = run(binary.toString()).lines().toList();
    Map<String, Long> theirs = new LinkedHashMap<>();
    for (String expression : ours.keySet()) {
      theirs.put(expression, Long.parseLong(lines.get(theirs.size())));
    }
    return theirs;
  }

  private static boolean hasCompiler() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "cc")));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
