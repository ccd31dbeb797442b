// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.Identity;
import dev.procpush.collector.PointLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A host of which a chip, a thermal zone, a battery, a network driver and two file systems never
/// answer: at any interval that cost their own points alone, and less than the time of a
/// collection.
class HangingCollectionTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures");
  private static final List<String> HANGING =
      List.of(
          "class/hwmon/hwmon2/temp1_input",
          "class/thermal/thermal_zone1/temp",
          "class/power_supply/BAT0/uevent",
          "class/net/eth0/speed",
          "class/net/uplink0/speed",
          "/",
          "/var");
  private static final String THEIRS =
      ".*(hw\\.id=(platform_thinkpad_hwmon/temp1|thermal_zone1|BAT0),|network\\.interface\\.speed"
          + "|system\\.filesystem\\.mountpoint=/(var)?,).*";

  @TempDir private Path root;

  @BeforeEach
  void compose() throws IOException {
    copy("captured/netlink-6.18", "");
    copy("composed/laptop-host", "sys");
    copy("composed/mounts-host", "sys");
    copy("composed/mounts-host", "proc/1/mountinfo");
    copy("composed/mounts-host", "statfs.txt");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000, 10_000, 60_000, 600_000})
  void costsNoMoreThanItsShareOfTheTime(int interval) {
    Duration budget = Duration.ofMillis(interval).multipliedBy(30).dividedBy(100);
    HangingSources hanging = new HangingSources(budget, 1, HANGING::contains);

    assertThat(points(hanging)).anyMatch(line -> line.startsWith("system.network.io"));

    assertThat(hanging.stuck()).isEqualTo(HANGING.size());
    assertThat(Duration.ofNanos(hanging.now())).isPositive().isLessThan(budget.dividedBy(2));
  }

  @Test
  void costsItsOwnPointsAlone() {
    Set<String> missing = points(HangingSources.none());
    assertThat(missing).filteredOn(line -> line.matches(THEIRS)).hasSizeGreaterThan(10);

    missing.removeAll(points(new HangingSources(Duration.ofMillis(300), 3, HANGING::contains)));

    assertThat(missing).hasSizeGreaterThan(10).allMatch(line -> line.matches(THEIRS));
  }

  private Set<String> points(HangingSources hanging) {
    Set<String> lines =
        new TreeSet<>(
            PointLines.of(FixtureHost.of(root).hanging(hanging).collect(Identity.COMPACT)));
    lines.removeIf(line -> line.startsWith("procpush."));
    return lines;
  }

  private void copy(String host, String part) throws IOException {
    Path from = FIXTURES.resolve(host);
    try (Stream<Path> files = Files.walk(from.resolve(part))) {
      files.forEach(
          file -> {
            try {
              Path target = root.resolve(from.relativize(file).toString());
              if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
