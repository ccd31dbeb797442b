// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ContainerFilesTest {
  private static final CgroupFile PEAK = new CgroupFile(CgroupController.UNIFIED, "memory.peak");
  private static final CgroupFile CURRENT =
      new CgroupFile(CgroupController.UNIFIED, "memory.current");
  private static final CgroupFile SHARES = new CgroupFile(CgroupController.CPU, "cpu.shares");

  private final ContainerFixture fixture = new ContainerFixture().with("memory.current", "1\n");
  private final ContainerFiles files = fixture.files();

  @Test
  void readsOfTheHierarchyThatIsThere() throws Exception {
    files.beginVisit();

    assertThat(text(files.read(CURRENT))).isEqualTo("1\n");
    assertThat(files.isUnified(CgroupController.CPU)).isTrue();
    assertThat(files.find(SHARES)).isNull();
    assertThatThrownBy(() -> files.read(SHARES)).hasMessageContaining("ENOENT");
  }

  @Test
  void looksForWhatIsAbsentOnlyNowAndThen() throws Exception {
    for (int i = 0; i < 5; i++) {
      files.beginVisit();
      assertThat(files.find(PEAK)).isNull();
    }
    fixture.with("memory.peak", "2\n");
    files.beginVisit();
    assertThat(files.find(PEAK)).isNull();
    for (int i = 0; i < 16; i++) {
      files.beginVisit();
      files.find(PEAK);
    }
    assertThat(text(Objects.requireNonNull(files.find(PEAK)))).isEqualTo("2\n");
  }

  @Test
  void takesWhatTheKernelDoesNotCountAsAbsent() throws Exception {
    fixture.failing("UNIFIED/memory.peak", ErrnoException.EOPNOTSUPP);
    files.beginVisit();

    assertThat(files.find(PEAK)).isNull();
  }

  @Test
  void readsNothingMoreOfACgroupThatWasRemovedInThisVisit() throws Exception {
    files.beginVisit();
    fixture.failing("UNIFIED/memory.current", ErrnoException.ENODEV).with("memory.peak", "2\n");

    assertThatThrownBy(() -> files.find(CURRENT)).hasMessageContaining("ENODEV");
    assertThatThrownBy(() -> files.find(PEAK)).hasMessageContaining("ENODEV");

    files.beginVisit();
    assertThat(text(Objects.requireNonNull(files.find(PEAK)))).isEqualTo("2\n");
  }

  @Test
  void knowsARemovedCgroupFromAMissingFile() {
    files.beginVisit();
    fixture.without("UNIFIED/cgroup.procs");

    assertThatThrownBy(() -> files.find(PEAK)).hasMessageContaining("ENODEV");
  }

  @Test
  void tellsWhatMayNotBeRead() {
    files.beginVisit();
    fixture.failing("UNIFIED/memory.peak", ErrnoException.EACCES);

    assertThatThrownBy(() -> files.find(PEAK)).hasMessageContaining("EACCES");
  }

  private static String text(FileContent content) {
    return new String(content.bytes(), 0, content.length(), ISO_8859_1);
  }
}
