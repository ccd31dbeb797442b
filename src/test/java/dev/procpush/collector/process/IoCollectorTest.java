// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ProcessFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class IoCollectorTest {
  private static final String IO =
      """
      rchar: 3302161
      wchar: 3153513
      syscr: 74
      syscw: 11
      read_bytes: 36864
      write_bytes: 3158016
      cancelled_write_bytes: 12288
      """;

  @Test
  void recordsWhatWentFromAndToDisks() throws Exception {
    ProcessFixture fixture = new ProcessFixture((_, _) -> true);
    IoCollector collector = new IoCollector(fixture.instruments());

    assertThat(fixture.with("io", IO).lines(collector))
        .containsExactly(
            "process.disk.io{By,counter} {disk.io.direction=read} 36864",
            "process.disk.io{By,counter} {disk.io.direction=write} 3158016")
        .hasSize(collector.points());
  }

  @Test
  void isOffUnlessAsked() throws Exception {
    assertThat(new IoCollector(new ProcessFixture().instruments()).points()).isZero();
  }

  @Test
  void namesTheCapabilityThatIsMissing() throws Exception {
    ProcessFixture fixture = new ProcessFixture((_, _) -> true);
    IoCollector collector = new IoCollector(fixture.instruments());

    assertThatThrownBy(() -> fixture.failing("io", ErrnoException.EACCES).lines(collector))
        .isInstanceOf(ErrnoException.class);
    assertThat(collector.whenDenied()).contains("CAP_SYS_PTRACE");
  }
}
