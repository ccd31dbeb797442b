// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KeptFiles;
import dev.procpush.parse.KernelNumber;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ContainerFilesTest {
  private static final CgroupFile PEAK = CgroupFile.MEMORY_PEAK;
  private static final CgroupFile CURRENT = CgroupFile.MEMORY_CURRENT;
  private static final CgroupFile SHARES = CgroupFile.V1_CPU_SHARES;

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
    int looks = 0;
    for (int i = 0; i < 3 + 32; i++) {
      files.beginVisit();
      fixture.without("UNIFIED/memory.peak");
      assertThat(files.find(PEAK)).isNull();
      fixture.with("memory.peak", "2\n");
      if (files.find(PEAK) != null) {
        looks++;
      }
    }
    assertThat(looks).isEqualTo(3 + 2);
  }

  @Test
  void letsRestWhatHasNothingToTell() throws Exception {
    for (int i = 0; i < 3; i++) {
      files.beginVisit();
      assertThat(files.find(CURRENT)).isNotNull();
      files.rest(CURRENT);
    }
    int looks = 0;
    for (int i = 0; i < 16; i++) {
      files.beginVisit();
      if (files.find(CURRENT) != null) {
        looks++;
        files.rest(CURRENT);
      }
    }
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void letsALimitRestThatIsNotSet() throws Exception {
    fixture.with("memory.max", "max\n");
    int looks = 0;
    for (int i = 0; i < 3 + 16; i++) {
      files.beginVisit();
      assertThat(files.limit(CgroupFile.MEMORY_MAX)).isEqualTo(KernelNumber.NONE);
      looks += files.find(CgroupFile.MEMORY_MAX) != null ? 1 : 0;
    }
    assertThat(looks).isEqualTo(3 + 4);
  }

  @Test
  void readsALimitThatIsSetInEachVisit() throws Exception {
    fixture.with("memory.max", "4096\n");
    for (int i = 0; i < 3 + 16; i++) {
      files.beginVisit();
      assertThat(files.limit(CgroupFile.MEMORY_MAX)).isEqualTo(4096);
    }
  }

  @Test
  void hasNoLimitWhereTheFileIsAbsentOrNonsense() throws Exception {
    files.beginVisit();

    assertThat(files.limit(CgroupFile.MEMORY_MAX)).isEqualTo(KernelNumber.NONE);
    assertThat(fixture.lost()).isEmpty();
    fixture.with("pids.max", "1 2\n");
    assertThat(files.limit(CgroupFile.PIDS_MAX)).isEqualTo(KernelNumber.NONE);
    assertThat(fixture.lost()).startsWith("one value: UNIFIED/pids.max:1: more than one number");
  }

  /// As Docker's in the hierarchies of version 1, whose paths are alike but for their id.
  @Test
  void looksForWhatRestsInTurns() throws Exception {
    int[] looks = new int[4];
    for (int i = 0; i < 400; i++) {
      String path = "/docker/%064x".formatted(i * 0x9e37_79b9_7f4a_7c15L);
      Map<CgroupController, String> folders = new EnumMap<>(CgroupController.class);
      for (CgroupController controller : CgroupController.values()) {
        folders.put(controller, "/sys/fs/cgroup/" + controller.name() + path);
      }
      ContainerFiles one =
          new ContainerFiles(KeptFiles.opening(new ContainerFixture().kernel()), () -> folders);
      for (int visit = 0; visit < 16; visit++) {
        one.beginVisit();
        one.rest(CURRENT);
        looks[visit % 4] += visit >= 12 && isLookedAt(one) ? 1 : 0;
      }
    }
    assertThat(Arrays.stream(looks).min().orElse(0)).isGreaterThan(50);
  }

  private static boolean isLookedAt(ContainerFiles files) {
    try {
      return files.find(CURRENT) != null;
    } catch (ErrnoException e) {
      return true; // the file is not there
    }
  }

  @Test
  void readsWhatRestsWhereItIsNeeded() throws Exception {
    for (int i = 0; i < 16; i++) {
      files.beginVisit();
      files.rest(CURRENT);
      assertThat(text(files.read(CURRENT))).isEqualTo("1\n");
      assertThat(files.find(CURRENT)).isNotNull();
    }
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
