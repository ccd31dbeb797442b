// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.FileSystems.Place;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatFsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(RootResolution.class)
  void agreesWithStat(RootResolution resolution) throws Exception {
    for (String path : List.of("/proc", "/dev", "/sys")) {
      StatFs told = ask(resolution, "/", path);
      List<Long> stat = stat("-f", "%S %b %c", path);

      assertThat(List.of(told.blockSize(), told.blocks(), told.files())).isEqualTo(stat);
      assertThat(told.type()).isEqualTo(hexadecimal(path));
      assertThat(told.freeBlocks()).isBetween(told.availableBlocks(), told.blocks());
      assertThat(told.freeFiles()).isBetween(0L, told.files());
      long device = stat("-c", "%d", path).getFirst();
      assertThat(told.device())
          .isEqualTo(
              StatFs.device((device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00)));
    }
  }

  @ParameterizedTest
  @EnumSource(RootResolution.class)
  void followsNoLinkOutOfTheRoot(RootResolution resolution) throws Exception {
    Files.createSymbolicLink(folder.resolve("out"), Path.of("/proc"));

    assertThatThrownBy(() -> ask(resolution, folder.toString(), "/out"))
        .isInstanceOf(ErrnoException.class);
    assertThatThrownBy(() -> ask(resolution, folder.toString(), "/gone"))
        .hasMessage("open " + folder + "/gone: ENOENT");
    assertThatThrownBy(() -> ask(resolution, "/nowhere", "/")).hasMessage("open /nowhere: ENOENT");
  }

  @Test
  void asksOnAnotherThread() throws Exception {
    try (BoundedCalls calls = new BoundedCalls(() -> 10_000_000)) {
      FileSystems kernel = FileSystems.ofKernel(calls);

      StatFs told = kernel.begin(new Place("/", "/proc")).await(System.nanoTime() + (long) 30e9);

      assertThat(told.type()).isEqualTo(HostRootFiles.PROC_SUPER_MAGIC);
    }
  }

  private static StatFs ask(RootResolution resolution, String root, String path)
      throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      return new StatFs.Asker(arena).ask(resolution, new Place(root, path));
    }
  }

  private static List<Long> stat(String... arguments) throws Exception {
    return Arrays.stream(output(arguments).split(" ", -1)).map(Long::valueOf).toList();
  }

  private static long hexadecimal(String path) throws Exception {
    return Long.parseLong(output("-f", "%t", path), 16);
  }

  /// What `stat` of the GNU core utilities prints.
  private static String output(String... arguments) throws Exception {
    List<String> line =
        arguments[0].equals("-f")
            ? List.of("stat", "-f", "-c", arguments[1], arguments[2])
            : List.of("stat", arguments[0], arguments[1], arguments[2]);
    Process process = new ProcessBuilder(line).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
