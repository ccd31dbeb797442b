// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.MetricFilter;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerDetails;
import dev.procpush.discovery.HostMounts;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.FixedPatience;
import dev.procpush.linux.StatFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilesystemCollectorTest {
  private static final String HOST =
      """
      28 1 254:1 / / rw - ext4 /dev/vda1 rw
      30 28 0:30 / /run rw - tmpfs tmpfs rw
      50 28 0:50 / /var/lib/docker/1/merged rw - overlay overlay rw
      51 28 0:51 / /var/lib/docker/1/shm rw - tmpfs shm rw
      """;
  private static final String ROOT = "100 43 0:50 / / rw - overlay overlay rw\n";
  private static final String CACHE = "101 100 0:60 / /cache rw - tmpfs tmpfs rw,size=4k\n";
  private static final String SHM = "102 100 0:51 / /shm rw - tmpfs shm rw,size=4k\n";
  private static final String INSIDE = "proc/7/root/cache";
  private static final String ON_HOST = "/var/lib/docker/1/shm";

  private final ContainerFixture container = fixture();
  private final Map<String, StatFs> answers = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final FilesystemCollector collector = collector("overlay");

  @BeforeEach
  void mountTheHosts() {
    container.withFile("proc/1/mountinfo", HOST);
    answers.put(INSIDE, tmpfs(60));
    answers.put(ON_HOST, tmpfs(51));
  }

  @Test
  void recordsSpaceAndInodesOfWhatIsMountedInside() throws Exception {
    mounts(ROOT + CACHE);

    assertThat(lines())
        .containsExactly(
            line("available", "By", "tmpfs", "/cache", "") + "20",
            line("capacity", "By", "tmpfs", "/cache", "") + "100",
            line("inode.usage", "{inode}", "tmpfs", "/cache", "free") + "7",
            line("inode.usage", "{inode}", "tmpfs", "/cache", "used") + "3",
            line("usage", "By", "tmpfs", "/cache", "") + "70");
    assertThat(asked).containsExactly(INSIDE);
  }

  @Test
  void asksOnTheHostWhatTheHostCanReachAndInsideWhereThatFails() throws Exception {
    mounts(SHM);
    assertThat(lines()).hasSize(5);
    assertThat(asked).containsExactly(ON_HOST);

    answers.put(ON_HOST, tmpfs(30));
    answers.put("proc/7/root/shm", tmpfs(51));
    asked.clear();
    assertThat(lines()).hasSize(5);
    assertThat(lines()).hasSize(5);
    assertThat(asked).containsExactly(ON_HOST, "proc/7/root/shm", "proc/7/root/shm");
  }

  @Test
  void leavesOutWhatIsTheHosts() throws Exception {
    mounts(
        ROOT
            + "103 100 254:1 /srv/volume /data rw - ext4 /dev/vda1 rw\n"
            + "104 100 0:30 / /hosts/run rw - tmpfs tmpfs rw\n"
            + "105 100 254:1 / /rootfs rw - ext4 /dev/vda1 rw\n"
            + "106 105 0:51 / /rootfs/var/lib/docker/1/shm rw - tmpfs shm rw\n"
            + "107 100 0:51 /part /part rw - tmpfs shm rw\n");

    assertThat(lines()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void looksAgainAtTheSameMountsWhenTheHostsHaveChanged() throws Exception {
    mounts(ROOT + CACHE);
    assertThat(lines()).isNotEmpty();
    container.withFile("proc/1/mountinfo", HOST + "60 28 0:60 / /mnt rw - tmpfs tmpfs rw\n");

    assertThat(lines()).isEmpty();
    container.withFile("proc/1/mountinfo", HOST);
    assertThat(lines()).isNotEmpty();
  }

  @Test
  void leavesOutWhatItCannotWriteToAndWhatTheFiltersExclude() throws Exception {
    mounts(
        "103 100 0:61 / /run/secrets ro - tmpfs tmpfs rw\n"
            + "104 100 0:62 / /excluded rw - tmpfs tmpfs rw\n"
            + "105 100 0:63 / /%s rw - tmpfs tmpfs rw\n".formatted("x".repeat(2_000)));

    assertThat(lines()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void tellsOfOverlaysWhereTheyAreWanted() throws Exception {
    mounts(ROOT);
    answers.put("/var/lib/docker/1/merged", tmpfs(50));

    assertThat(lines(collector("nothing")))
        .hasSize(5)
        .contains(line("usage", "By", "overlay", "/", "") + "70");
  }

  @Test
  void itsRootIsItsOwnWhereverTheHostHasIt() throws Exception {
    String root = "100 43 0:55 / / rw - zfs data/1 rw\n";
    container.withFile(
        "proc/1/mountinfo", HOST + "55 28 0:55 / /data/docker/1 rw - zfs data/1 rw\n");
    answers.put("/data/docker/1", tmpfs(55));
    mounts(root + CACHE);
    assertThat(lines()).hasSize(10);

    mounts("100 1 254:1 / / rw - ext4 /dev/vda1 rw\n");
    assertThat(lines()).as("the host's own root").isEmpty();
  }

  @Test
  void oneThatDoesNotAnswerCostsItsOwnPoints() throws Exception {
    mounts(CACHE + SHM);
    failures.put(INSIDE, ErrnoException.ETIMEDOUT);
    assertThatThrownBy(this::lines).hasMessageContaining("ETIMEDOUT");
    assertThat(container.linesDespite(collector))
        .hasSize(5)
        .allMatch(line -> line.contains("mountpoint=/shm,"));

    failures.clear();
    assertThat(lines()).hasSize(10);
  }

  @Test
  void namesTheCapabilityThatIsMissing() {
    mounts(CACHE);
    failures.put(INSIDE, ErrnoException.EACCES);

    assertThatThrownBy(this::lines)
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("CAP_SYS_PTRACE")
        .hasMessageContaining("EACCES");
  }

  @Test
  void takesNothingElseForTheFileSystem() throws Exception {
    mounts(CACHE);
    answers.put(INSIDE, tmpfs(61));

    assertThat(lines()).isEmpty();
  }

  @Test
  void looksOftenAtFirstAndThenNowAndThenOrWhenOneIsGone() throws Exception {
    mounts("");
    for (int cycle = 0; cycle < ContainerMounts.FIRST_LOOKS; cycle++) {
      assertThat(lines()).isEmpty();
    }
    mounts(CACHE);
    int later = 0;
    while (later <= ContainerMounts.CYCLES && lines().isEmpty()) {
      later++;
    }
    assertThat(later).isBetween(2, ContainerMounts.CYCLES);

    mounts(CACHE.replace("0:60", "0:61"));
    answers.put(INSIDE, tmpfs(61));
    assertThat(lines()).isEmpty();
    assertThat(lines()).hasSize(5);
  }

  @Test
  void hasNoPointsOnceItsProcessIsGone() throws Exception {
    mounts(CACHE);
    assertThat(lines()).hasSize(5);

    answers.clear();
    container.without("proc/7/mountinfo");
    assertThat(lines()).isEmpty();
    assertThat(lines()).isEmpty();
    assertThat(collectorOf(new ContainerFixture()).isOn()).isTrue();
  }

  @Test
  void asksNotMoreThanSoManyOfAContainer() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append("%d 100 0:%d / /m/%d rw - fuse.mine mine rw\n".formatted(200 + i, 200 + i, i));
      many.append("%d 100 0:%d / /t/%d rw - tmpfs mine rw\n".formatted(500 + i, 500 + i, i));
    }
    mounts(many.toString());
    assertThat(lines()).isEmpty();
    assertThat(asked)
        .hasSize(ContainerMounts.MOST)
        .filteredOn(place -> place.contains("/m/"))
        .hasSize(ContainerMounts.MOST_SERVED_BY_PROGRAMS);
  }

  @Test
  void failsOnNonsense() {
    mounts("nonsense\n");

    assertThatThrownBy(this::lines).hasMessageContaining("mountinfo");
  }

  private List<String> lines() throws Exception {
    return lines(collector);
  }

  private List<String> lines(FilesystemCollector of) throws Exception {
    of.beginCycle();
    return container.lines(of);
  }

  private FilesystemCollector collector(String excluded) {
    return collectorOf(container, excluded);
  }

  private FilesystemCollector collectorOf(ContainerFixture fixture) {
    return collectorOf(fixture, "overlay");
  }

  private FilesystemCollector collectorOf(ContainerFixture fixture, String excluded) {
    return new FilesystemCollector(
        fixture.instruments(),
        new HostFiles(fixture.kernel(), "proc", "sys"),
        new FileSystemSources(
            new HostMounts(fixture.kernel(), "proc", "/"),
            this::begin,
            type -> !type.equals(excluded),
            point -> !point.startsWith("/var/lib/docker/") && !point.equals("/excluded"),
            new FixedPatience(1)));
  }

  private Pending<StatFs> begin(FileSystems.Place place) {
    asked.add(place.toString());
    return _ -> {
      Integer errno = failures.get(place.toString());
      StatFs told = answers.get(place.toString());
      if (errno != null || told == null) {
        throw new ErrnoException(
            errno == null ? ErrnoException.ENOENT : errno, "statfs", place.toString());
      }
      return told;
    };
  }

  private void mounts(String text) {
    container.withFile("proc/7/mountinfo", text);
  }

  private static StatFs tmpfs(int minor) {
    return new StatFs(0x0102_1994, StatFs.device(0, minor), 1, 100, 30, 20, 10, 7, false);
  }

  private static String line(String metric, String unit, String type, String at, String state) {
    return "container.filesystem."
        + metric
        + "{"
        + unit
        + ",updowncounter} {system.device="
        + type
        + ", system.filesystem.mountpoint="
        + at
        + (state.isEmpty() ? "" : ", system.filesystem.state=" + state)
        + ", system.filesystem.type="
        + type
        + "} ";
  }

  private static ContainerFixture fixture() {
    ContainerDetails details = new ContainerDetails(null, null, Map.of(), null, 1L, "proc/7");
    return new ContainerFixture(
        MetricFilter.DEFAULT,
        new Container("web", null, "/lxc/web", null, null, null, false, Map.of(), details));
  }
}
