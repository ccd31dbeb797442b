// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.MetricFilter;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerDetails;
import dev.procpush.discovery.HostMounts;
import dev.procpush.linux.DirectoryUsage;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LayerCollectorTest {
  private static final String HOST =
      """
      28 1 254:1 / / rw - ext4 /dev/vda1 rw
      50 28 0:50 / /var/lib/docker/1/merged rw - overlay overlay rw
      """;
  private static final String ROOT =
      "100 43 0:50 / / rw - overlay overlay rw,lowerdir=/l,upperdir=%s,workdir=/w\n";
  private static final String POINT = "container.filesystem.layer.usage{By,updowncounter} {} 4096";

  private final ContainerFixture container = fixture((_, _) -> true);
  private final List<String> asked = new ArrayList<>();
  private final LayerCollector collector = collectorOf(container);
  private long answer = 4096;
  private int errno;

  @BeforeEach
  void mountTheHosts() {
    container.withFile("proc/1/mountinfo", HOST);
  }

  @Test
  void recordsWhatTheLayerTakes() throws Exception {
    mounts(ROOT.formatted("/var/lib/docker/1/diff"));
    assertThat(lines()).containsExactly(POINT);
    assertThat(asked).containsExactly("/host/var/lib/docker/1/diff");

    answer = DirectoryUsage.UNKNOWN;
    assertThat(lines()).isEmpty();
  }

  @Test
  void knowsNamesThatTheKernelEscapes() throws Exception {
    mounts(ROOT.formatted("/a\\054b\\040c/diff"));
    assertThat(lines()).containsExactly(POINT);
    assertThat(asked).containsExactly("/host/a,b c/diff");
  }

  @Test
  void asksForNoFolderThatIsNoRuntimes() throws Exception {
    mounts(ROOT.formatted("/etc").replace("0:50", "0:51"));
    assertThat(lines()).as("mounted by a stranger").isEmpty();
    mounts(ROOT.formatted("/etc").replace("0:50", "254:1"));
    assertThat(lines()).as("the host's own root").isEmpty();
    mounts(ROOT.formatted("relative/diff"));
    assertThat(lines()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatHasNoSuchLayerHasNoPoint() throws Exception {
    mounts("100 43 0:50 / / ro - overlay overlay ro,lowerdir=/l:/m\n");
    assertThat(lines()).isEmpty();
    container.without("proc/7/mountinfo");
    assertThat(lines()).isEmpty();
    mounts("100 43 0:50 / / rw - btrfs /dev/vdb rw,upperdir=/u\n");
    assertThat(lines()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void looksOftenAtFirstAndThenNowAndThen() throws Exception {
    mounts("");
    for (int cycle = 0; cycle < ContainerMounts.FIRST_LOOKS; cycle++) {
      assertThat(lines()).isEmpty();
    }
    mounts(ROOT.formatted("/u"));
    int later = 0;
    while (later <= ContainerMounts.CYCLES && lines().isEmpty()) {
      later++;
    }
    assertThat(later).isBetween(2, ContainerMounts.CYCLES);
  }

  @Test
  void saysWhatIsMissing() {
    mounts(ROOT.formatted("/u"));
    errno = ErrnoException.EACCES;
    assertThatThrownBy(this::lines)
        .hasMessageContaining("uid 0")
        .hasMessageContaining("CAP_DAC_READ_SEARCH")
        .hasMessageContaining("/host/u: EACCES");
    errno = ErrnoException.EFBIG;
    assertThatThrownBy(this::lines).hasMessageContaining("more files than are counted");
    errno = ErrnoException.ETIMEDOUT;
    assertThatThrownBy(this::lines).hasMessage("walk /host/u: ETIMEDOUT");
    errno = ErrnoException.EIO;
    assertThatThrownBy(this::lines).hasMessage("walk /host/u: EIO");
  }

  @Test
  void failsOnNonsense() {
    mounts("nonsense\n");
    assertThatThrownBy(this::lines).hasMessageContaining("mountinfo");
  }

  @Test
  void isOffByDefault() {
    assertThat(collector.isOn()).isTrue();
    assertThat(collectorOf(fixture(MetricFilter.DEFAULT)).isOn()).isFalse();
  }

  private List<String> lines() throws Exception {
    collector.beginCycle();
    return container.lines(collector);
  }

  private LayerCollector collectorOf(ContainerFixture fixture) {
    return new LayerCollector(
        fixture.instruments(),
        new HostFiles(fixture.kernel(), "proc", "sys"),
        new HostMounts(fixture.kernel(), "proc", "/host"),
        this::walked);
  }

  private long walked(Place place) throws ErrnoException {
    asked.add(place.toString());
    if (errno != 0) {
      throw new ErrnoException(errno, "walk", place.toString());
    }
    return answer;
  }

  private void mounts(String text) {
    container.withFile("proc/7/mountinfo", text);
  }

  private static ContainerFixture fixture(MetricFilter filter) {
    ContainerDetails details = new ContainerDetails(null, null, Map.of(), null, 1L, "proc/7");
    return new ContainerFixture(
        filter, new Container("web", null, "/lxc/web", null, null, null, false, Map.of(), details));
  }
}
