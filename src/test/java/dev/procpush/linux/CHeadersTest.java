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
      #include <linux/magic.h>
      #include <linux/openat2.h>
      #include <linux/limits.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/vfs.h>
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
    ours.put("sizeof(struct statx)", Statx.LAYOUT.byteSize());
    struct("struct open_how", RootResolution.OPEN_HOW, "flags", "mode", "resolve");
    ours.put("sizeof(struct open_how)", RootResolution.OPEN_HOW.byteSize());
    struct("struct linux_dirent64", DirectoryEntries.HEADER, "d_ino", "d_reclen", "d_type");
    ours.put("offsetof(struct linux_dirent64, d_name)", DirectoryEntries.HEADER.byteSize());
    ours.put("sizeof(struct statfs)", (long) ProcKernelFiles.STATFS_SIZE);
    ours.put("offsetof(struct statfs, f_type)", 0L);
    ours.put("sizeof(((struct statfs *) 0)->f_type)", 8L);
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
    ours.put("AT_FDCWD", (long) Libc.AT_FDCWD);
    ours.put("AT_EMPTY_PATH", (long) Libc.AT_EMPTY_PATH);
    ours.put("STATX_TYPE | STATX_INO | STATX_SIZE", (long) Statx.MASK);
    ours.put("RESOLVE_IN_ROOT", RootResolution.RESOLVE_IN_ROOT);
    ours.put("RESOLVE_NO_MAGICLINKS", RootResolution.RESOLVE_NO_MAGICLINKS);
    ours.put("PATH_MAX", (long) PathBuffer.PATH_MAX);
    ours.put("PROC_SUPER_MAGIC", HostRootFiles.PROC_SUPER_MAGIC);
    ours.put("SYSFS_MAGIC", HostRootFiles.SYSFS_MAGIC);
    ours.put("DEBUGFS_MAGIC", HostRootFiles.DEBUGFS_MAGIC);
    ours.put("TRACEFS_MAGIC", HostRootFiles.TRACEFS_MAGIC);
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
