// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFiles;
import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Machine;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ProtocolFieldTest {

  /// The described fields and those that the configuration takes by default are the same.
  @Test
  void describesWhatIsOnByDefault() throws Exception {
    Predicate<String> onByDefault =
        new ConfigLoader(Map.of(), Machine.current()).load(Map.of()).config().filters().protocols();
    Path kernel = Path.of("src/test/fixtures/captured/debian12-protocols").toAbsolutePath();

    assertThat(
            KernelProtocolFields.of(new HostFiles(KernelFiles.ofDirectory(kernel), "proc", "sys")))
        .filteredOn(onByDefault)
        .hasSize(42)
        .containsExactlyInAnyOrderElementsOf(ProtocolField.DESCRIPTIONS.keySet());
  }

  @Test
  void knowsNoFieldOfAKernelThatCannotBeRead() {
    assertThat(
            KernelProtocolFields.of(
                new HostFiles(KernelFiles.ofDirectory(Path.of("/nowhere")), "proc", "sys")))
        .isEmpty();
  }
}
