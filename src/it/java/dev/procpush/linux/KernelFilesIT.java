// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.Command;
import dev.procpush.LiveNamespace;
import dev.procpush.RequiresRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Namespaces, zombies and devices of the running kernel.
@RequiresRoot
@Timeout(120)
final class KernelFilesIT {
  private static final Pattern NAME_IN_JSON = Pattern.compile("\"ifname\":\"([^\"]+)\"");

  private final KernelFiles files = KernelFiles.ofKernel();

  @Test
  void readsTheNetDevOf300InterfacesWhole() throws Exception {
    try (LiveNamespace namespace = LiveNamespace.create()) {
      List<String> commands = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        commands.add("link add near-interfa%d type veth peer name far%d".formatted(i, i));
      }
      namespace.ip(commands);
      List<String> expected =
          NAME_IN_JSON
              .matcher(namespace.run("ip", "-j", "link"))
              .results()
              .map(name -> name.group(1))
              .toList();
      FileContent netDev = files.read("/proc/" + namespace.pid(), "net/dev");
      assertThat(netDev.length()).isGreaterThan(9 * 4096);
      List<String> names =
          new String(netDev.bytes(), 0, netDev.length(), UTF_8)
              .lines()
              .skip(2)
              .map(line -> line.substring(0, line.indexOf(':')).strip())
              .toList();
      assertThat(names).hasSize(301).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void theInodeOfNetDevTellsNamespacesApart() throws Exception {
    try (LiveNamespace one = LiveNamespace.create();
        LiveNamespace other = LiveNamespace.create()) {
      long inode = files.inode("/proc/" + one.pid(), "net/dev");
      long second = one.addProcess();
      assertThat(files.inode("/proc/" + second, "net/dev")).isEqualTo(inode);
      assertThat(files.inode("/proc/" + second + "/task/" + second, "net/dev")).isEqualTo(inode);
      assertThat(files.inode("/proc/" + other.pid(), "net/dev")).isNotEqualTo(inode);
      assertThat(files.inode("/proc/1", "net/dev")).isNotEqualTo(inode);
      assertThat(files.readLink("/proc/" + second, "ns/net"))
          .isEqualTo(files.readLink("/proc/" + one.pid(), "ns/net"))
          .isNotEqualTo(files.readLink("/proc/" + other.pid(), "ns/net"));
    }
  }

  /// A namespace takes its end of a veth pair along, and so the other end, but only when nobody
  /// holds it any more.
  @Test
  void noDescriptorHoldsANamespaceThatWasRead() throws Exception {
    try (LiveNamespace observer = LiveNamespace.create()) {
      try (LiveNamespace namespace = LiveNamespace.create()) {
        observer.run("ip", "link", "add", "seen", "type", "veth", "peer", "name", "far");
        observer.run("ip", "link", "set", "far", "netns", Long.toString(namespace.pid()));
        String process = "/proc/" + namespace.pid();
        assertThat(text(process, "net/dev")).contains("far:");
        files.inode(process, "net/dev");
        files.readLink(process, "ns/net");
        files.forEachNumber(process + "/task", (_, _) -> {});
        assertThat(text("/proc/" + observer.pid(), "net/dev")).contains("seen:");
      }
      eventually(
          Duration.ofSeconds(20),
          () -> assertThat(text("/proc/" + observer.pid(), "net/dev")).doesNotContain("seen:"));
    }
  }

  @Test
  void aZombieHasNoNetworkFiles() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 2 & echo $!; exec cat").start();
    try {
      String zombie = "/proc/" + parent.inputReader(UTF_8).readLine();
      eventually(Duration.ofSeconds(20), () -> assertThat(text(zombie, "stat")).contains(") Z "));
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> files.read(zombie, "net/dev"))
          .satisfies(gone -> assertThat(gone.errno()).isEqualTo(ErrnoException.ENOENT));
      assertThatExceptionOfType(ErrnoException.class)
          .isThrownBy(() -> files.inode(zombie, "net/dev"))
          .satisfies(gone -> assertThat(gone.errno()).isEqualTo(ErrnoException.ENOENT));
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceThatAStrangerPlacedIsNotOpened(RootResolution resolution, @TempDir Path root) {
    Command.run("mknod", root.resolve("hostname").toString(), "c", "1", "5");
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> new HostRootFiles(root.toString(), resolution).read("/hostname", 100))
        .satisfies(refused -> assertThat(refused.errno()).isEqualTo(ErrnoException.EINVAL));
  }

  private String text(String directory, String name) throws ErrnoException {
    return new String(files.read(directory, name).copy(), UTF_8);
  }
}
