// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.HostFixture;
import dev.procpush.collector.LoggedLines;
import dev.procpush.discovery.HostMounts;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.FixedPatience;
import dev.procpush.linux.StatFs;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilesystemCollectorTest {
  private static final String ROOT = "28 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n";
  private static final String HOME = "29 28 254:2 / /home ro shared:2 - ext4 /dev/vda2 rw\n";

  private final HostFixture host = new HostFixture();
  private final Map<String, StatFs> answers = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final FilesystemCollector collector = collector("/");
  private @Nullable ErrnoException failure;
  private Runnable whileAsked = () -> {};

  @Test
  void recordsSpaceAndInodesOfEachFileSystem() throws Exception {
    mounts(ROOT);
    answers.put("/", new StatFs(0xef53, StatFs.device(254, 1), 4096, 100, 40, 30, 50, 20, false));

    assertThat(host.lines(collector))
        .containsExactly(
            "system.filesystem.inode.limit{{inode},updowncounter} {" + on("vda1", "/") + "} 50",
            "system.filesystem.inode.usage{{inode},updowncounter} {"
                + on("vda1", "/", "free")
                + "} 20",
            "system.filesystem.inode.usage{{inode},updowncounter} {"
                + on("vda1", "/", "used")
                + "} 30",
            "system.filesystem.limit{By,updowncounter} {" + on("vda1", "/") + "} 409600",
            "system.filesystem.read_only{{filesystem},updowncounter} {" + on("vda1", "/") + "} 0",
            "system.filesystem.stuck{{filesystem},updowncounter} {" + on("vda1", "/") + "} 0",
            "system.filesystem.usage{By,updowncounter} {" + on("vda1", "/", "free") + "} 122880",
            "system.filesystem.usage{By,updowncounter} {" + on("vda1", "/", "reserved") + "} 40960",
            "system.filesystem.usage{By,updowncounter} {" + on("vda1", "/", "used") + "} 245760");
  }

  @Test
  void oneThatDoesNotAnswerCostsItsOwnPointsAndIsSaidOnceUntilItDoes() throws Exception {
    mounts(ROOT + HOME);
    answers.put("/", ext4(254, 1));
    failures.put("/home", ErrnoException.ETIMEDOUT);
    List<String> log = new ArrayList<>();

    for (int cycle = 0; cycle < 3; cycle++) {
      List<String> lines = new ArrayList<>();
      log.addAll(LoggedLines.logged(() -> lines.addAll(linesDespiteFailure())));
      assertThat(failure).hasMessage("statfs /home: ETIMEDOUT");
      assertThat(lines)
          .anyMatch(line -> line.startsWith("system.filesystem.limit") && line.contains("vda1"))
          .contains(
              "system.filesystem.read_only{{filesystem},updowncounter} {"
                  + on("vda2", "/home")
                  + "} 1",
              "system.filesystem.stuck{{filesystem},updowncounter} {" + on("vda2", "/home") + "} 1")
          .noneMatch(line -> line.contains("limit") && line.contains("vda2"));
    }
    assertThat(log)
        .containsExactly(
            "The file system on /home does not answer: nothing is told of it until it does");

    failures.clear();
    answers.put("/home", ext4(254, 2));
    assertThat(
            LoggedLines.logged(
                () ->
                    assertThat(lines())
                        .anyMatch(line -> line.contains("vda2") && line.contains("limit"))))
        .containsExactly("The file system on /home answers again");
  }

  @Test
  void asksThoseLastThatDidNotAnswer() throws Exception {
    mounts(HOME + ROOT);
    answers.put("/", ext4(254, 1));
    failures.put("/home", ErrnoException.ETIMEDOUT);
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ETIMEDOUT");
    asked.clear();
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ETIMEDOUT");

    assertThat(asked).containsExactly("/", "/home");
  }

  @Test
  void takesWhatTheFileSystemSaysForAReasonToLookAgain() throws Exception {
    mounts(ROOT);
    answers.put("/", ext4(254, 1));
    assertThat(lines()).contains(readOnly("/", 0));

    answers.put("/", new StatFs(0xef53, StatFs.device(254, 1), 4096, 100, 40, 30, 50, 20, true));
    assertThat(lines()).as("this process's mount alone is").contains(readOnly("/", 0));
    whileAsked = () -> mounts("28 1 254:1 / / rw - ext4 /dev/vda1 ro,errors=remount-ro\n");
    assertThat(lines()).contains(readOnly("/", 1));

    answers.put("/", ext4(254, 1));
    whileAsked = () -> mounts(ROOT);
    assertThat(lines()).contains(readOnly("/", 0));
  }

  /// Linux 6.15 and newer: `statfs` says nothing, and nobody is told that the mount has changed.
  @Test
  void takesAnErrorOfExt4ForAReasonToLookAgain() throws Exception {
    mounts(ROOT);
    host.with("sys/fs/ext4/vda1/errors_count", "1\n");
    answers.put("/", ext4(254, 1));
    assertThat(lines()).as("it is older than the mount").contains(readOnly("/", 0));

    host.with("sys/fs/ext4/vda1/errors_count", "2\n");
    whileAsked =
        () ->
            mounts(
                "28 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw,errors=remount-ro,emergency_ro\n");
    assertThat(lines()).contains(readOnly("/", 1));
    assertThat(lines()).contains(readOnly("/", 1));
  }

  /// Linux 6.12 to 6.14, where the mount does not show it either.
  @Test
  void takesAnErrorOfExt4ForTheEndOfWritingWhereThatIsWhatItMeans() throws Exception {
    mounts(ROOT);
    host.with("sys/fs/ext4/vda1/errors_count", "0\n");
    host.with("proc/fs/ext4/vda1/options", "rw\nerrors=continue\n");
    answers.put("/", ext4(254, 1));
    assertThat(lines()).contains(readOnly("/", 0));
    host.with("sys/fs/ext4/vda1/errors_count", "1\n");
    assertThat(lines()).contains(readOnly("/", 0));

    host.with("proc/fs/ext4/vda1/options", "rw\nbsddf\nerrors=remount-ro\ncommit=5\n");
    host.with("sys/fs/ext4/vda1/errors_count", "2\n");
    assertThat(lines()).contains(readOnly("/", 1));
    assertThat(lines()).contains(readOnly("/", 1));
  }

  @Test
  void losesNoFileSystemForACountOfErrorsThatIsNonsense() throws Exception {
    mounts(ROOT + HOME);
    answers.put("/", ext4(254, 1));
    answers.put("/home", ext4(254, 2));
    List<String> all = lines();
    for (String nonsense : List.of("x\n", "1 2\n", "1")) {
      host.with("sys/fs/ext4/vda1/errors_count", nonsense);
      assertThat(host.lines(collector("/"))).isEqualTo(all);
      assertThat(host.lost()).contains("errors_count:1: ");
    }
  }

  @Test
  void looksWhetherOneIsReadOnlyThatDoesNotAnswer() throws Exception {
    mounts(ROOT);
    failures.put("/", ErrnoException.ETIMEDOUT);
    whileAsked = () -> mounts(ROOT.replace("rw,relatime", "ro"));

    assertThat(linesDespiteFailure()).contains(readOnly("/", 1));
  }

  @Test
  void takesNothingElseForTheFileSystem() throws Exception {
    mounts(ROOT + HOME);
    answers.put("/", ext4(254, 1));
    answers.put("/home", ext4(254, 1));

    assertThat(lines()).isNotEmpty().noneMatch(line -> line.contains("/home"));
  }

  @Test
  void saysOnceWhenTheHostsMountsAreNotSeenInTheContainer() throws Exception {
    FilesystemCollector contained = collector("/host");
    mounts(ROOT + HOME);
    answers.put("/", ext4(254, 1));

    List<String> log =
        LoggedLines.logged(
            () -> {
              for (int cycle = 0; cycle < 3; cycle++) {
                assertThatCodeOf(contained);
              }
            });
    assertThat(log).singleElement().asString().contains("/home", "rslave");
    assertThat(asked).contains("/host/home");
  }

  @Test
  void believesNoNonsense() throws Exception {
    mounts(ROOT);
    long device = StatFs.device(254, 1);
    for (StatFs told :
        List.of(
            new StatFs(1, device, 4096, 0, 0, 0, 0, 0, false),
            new StatFs(1, device, 0, 100, 50, 50, 0, 0, false),
            new StatFs(1, device, 4096, 100, 101, 50, 0, 0, false),
            new StatFs(1, device, 4096, -1, 50, 50, 0, 0, false),
            new StatFs(1, device, 4096, Long.MAX_VALUE, 50, 50, 0, 0, false))) {
      answers.put("/", told);
      assertThat(lines()).as("" + told).isEmpty();
    }
    answers.put("/", new StatFs(1, device, 1, 100, 40, 60, 5, 6, false));
    assertThat(lines())
        .contains(
            "system.filesystem.usage{By,updowncounter} {" + on("vda1", "/", "free") + "} 40",
            "system.filesystem.usage{By,updowncounter} {" + on("vda1", "/", "reserved") + "} 0")
        .noneMatch(line -> line.contains("inode"));
  }

  @Test
  void looksAtSoManyOnly() throws Exception {
    StringBuilder many = new StringBuilder(ROOT);
    for (int i = 0; i < 3 * FilesystemCollector.MOST; i++) {
      many.append("%d 28 0:%d / /m/%d rw - fuse.mine mine rw\n".formatted(100 + i, 100 + i, i));
    }
    mounts(many.toString());
    assertThat(LoggedLines.logged(this::lines)).singleElement().asString().contains("1000");
    assertThat(asked).hasSize(FilesystemCollector.MOST);
  }

  @Test
  void isAbsentWithoutMounts() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }

  private void assertThatCodeOf(FilesystemCollector contained) {
    try {
      assertThat(host.lines(contained)).noneMatch(line -> line.contains("/home"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> linesDespiteFailure() {
    failure = null;
    try {
      return host.lines(
          new HostCollector() {
            @Override
            public String name() {
              return collector.name();
            }

            @Override
            public boolean isOn() {
              return collector.isOn();
            }

            @Override
            public void observe(HostFiles files) throws MalformedKernelDataException {
              try {
                collector.observe(files);
              } catch (ErrnoException e) {
                failure = e;
              }
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> lines() {
    try {
      return host.lines(collector);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private FilesystemCollector collector(String rootfs) {
    return new FilesystemCollector(
        host.instruments(),
        new FileSystemSources(
            new HostMounts(host.kernel(), "proc", rootfs),
            this::begin,
            type -> !type.equals("proc"),
            _ -> true,
            new FixedPatience(1)));
  }

  private Pending<StatFs> begin(FileSystems.Place place) {
    asked.add(place.toString());
    whileAsked.run();
    return _ -> {
      Integer errno = failures.get(place.path());
      StatFs told = answers.get(place.path());
      if (errno != null || told == null) {
        throw new ErrnoException(
            errno == null ? ErrnoException.ENOENT : errno, "statfs", place.toString());
      }
      return told;
    };
  }

  private void mounts(String text) {
    host.with("proc/1/mountinfo", text)
        .with("sys/dev/block/254:1/uevent", "MAJOR=254\nMINOR=1\nDEVNAME=vda1\n");
  }

  private static StatFs ext4(int major, int minor) {
    return new StatFs(0xef53, StatFs.device(major, minor), 4096, 100, 40, 30, 50, 20, false);
  }

  private static String readOnly(String mountPoint, int value) {
    return "system.filesystem.read_only{{filesystem},updowncounter} {"
        + on("vda1", mountPoint)
        + "} "
        + value;
  }

  private static String on(String device, String mountPoint) {
    return "system.device="
        + device
        + ", system.filesystem.mountpoint="
        + mountPoint
        + ", system.filesystem.type=ext4";
  }

  private static String on(String device, String mountPoint, String state) {
    return on(device, mountPoint)
        .replace(
            ", system.filesystem.type",
            ", system.filesystem.state=" + state + ", system.filesystem.type");
  }
}
