// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ProcessFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class DescriptorCollectorTest {

  @Test
  void recordsHowManyAreOpen() throws Exception {
    ProcessFixture fixture = new ProcessFixture((_, _) -> true);
    DescriptorCollector collector = new DescriptorCollector(fixture.instruments());

    assertThat(fixture.descriptors(12).lines(collector))
        .containsExactly(
            "process.unix.file_descriptor.count{{file_descriptor},updowncounter} {} 12")
        .hasSize(collector.points());
  }

  @Test
  void isOffUnlessAsked() throws Exception {
    assertThat(new DescriptorCollector(new ProcessFixture().instruments()).points()).isZero();
  }

  @Test
  void recordsNothingWhereTheFolderIsClosed() throws Exception {
    ProcessFixture fixture = new ProcessFixture((_, _) -> true);
    DescriptorCollector collector = new DescriptorCollector(fixture.instruments());

    assertThatThrownBy(() -> fixture.failing("fd", ErrnoException.EACCES).lines(collector))
        .isInstanceOf(ErrnoException.class);
    assertThat(collector.whenDenied()).contains("CAP_SYS_PTRACE");
  }
}
