// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostIdentityTest {
  private static final String MACHINE_ID = "3d1219c7c4c5404aaa1f6d2a48adfda4";
  private static final String BOOT_ID = "679a72b4-2f73-4408-9f63-a687d833a1f8";

  @TempDir Path root;

  @BeforeEach
  void makeHost() throws IOException {
    write("etc/hostname", "# set by the installer\n\nweb-1.example\n");
    write("etc/machine-id", MACHINE_ID + "\n");
    write("proc/sys/kernel/hostname", "kernel-name\n");
    write("proc/sys/kernel/random/boot_id", BOOT_ID + "\n");
  }

  @Test
  void takesNameAndIdOfTheHostsRoot() {
    assertThat(read(false, true)).isEqualTo(new HostIdentity("web-1.example", MACHINE_ID));
  }

  @Test
  void takesTheKernelsNameWhereTheAgentIsInNoContainer() throws IOException {
    Files.delete(root.resolve("etc/hostname"));

    assertThat(read(false, false).name()).isEqualTo("kernel-name");
    assertThat(read(false, true).name()).isNull();
  }

  @Test
  void takesNothingOfAContainersOwnRoot() {
    assertThat(read(true, true)).isEqualTo(new HostIdentity(null, BOOT_ID));
  }

  @Test
  void takesTheBootsIdWhereTheMachineHasNone() throws IOException {
    Files.delete(root.resolve("etc/machine-id"));

    assertThat(read(false, true).id()).isEqualTo(BOOT_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "-web", "we b", "web;rm", "\u001b[2J", "..", "wéb"})
  void doesNotTakeWhatIsNoName(String name) throws IOException {
    write("etc/hostname", name);

    assertThat(read(false, true).name()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"uninitialized", "", "3D1219C7C4C5404AAA1F6D2A48ADFDA4", "00"})
  void doesNotTakeWhatIsNoId(String id) throws IOException {
    write("etc/machine-id", id);

    assertThat(read(false, true).id()).isEqualTo(BOOT_ID);
  }

  private HostIdentity read(boolean rootIsContainers, boolean contained) {
    try (RootFiles rootFiles = RootFiles.under(root.toString());
        KernelFiles kernel = KernelFiles.ofDirectory(root)) {
      return HostIdentity.read(rootFiles, rootIsContainers, kernel, "proc", contained);
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
