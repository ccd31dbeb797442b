// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A metric's description is read alone, as HELP in Prometheus: it says of what the number is, and
/// speaks of no neighbour. The descriptions are those of `docs/metrics.md`, which are the code's.
class DescriptionsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z][a-z0-9_.]+)` \\|.*\\| (.*) \\|$");

  /// How a text begins that has something said before it, and what is no term of the field.
  private static final Pattern NOT_ALONE =
      Pattern.compile(
          "^(The same|What|How|Where|When|That|They|It|Its|Those|These|Others|Of)\\b"
              + "|\\b(of that|of them|there may be|somebody|lately|tells?|told)\\b",
          Pattern.CASE_INSENSITIVE);

  private record Metric(String name, String attributes, String description) {}

  @Test
  void standAlone() throws IOException {
    assertThat(metrics()).hasSizeGreaterThan(300);
    assertThat(metrics())
        .extracting(Metric::description)
        .filteredOn(description -> !isAlone(description))
        .isEmpty();
  }

  @Test
  void areOfOneMetricEach() throws IOException {
    assertThat(metrics()).extracting(Metric::description).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "network.interface.name, interface",
    "cpu.logical_number, CPU",
    "system.filesystem.mountpoint, file system",
    "system.btrfs.uuid, btrfs file system",
    "system.mdraid, software RAID array",
    "system.memory.numa.node, NUMA node"
  })
  void nameWhatTheirAttributesTellApart(String attribute, String subject) throws IOException {
    assertThat(metrics())
        .filteredOn(metric -> metric.attributes.contains("`" + attribute))
        .isNotEmpty()
        .allSatisfy(metric -> assertThat(metric.description).containsIgnoringCase(subject));
  }

  @Test
  void nameTheContainer() throws IOException {
    assertThat(metrics())
        .filteredOn(metric -> metric.name.startsWith("container."))
        .isNotEmpty()
        .allSatisfy(metric -> assertThat(metric.description).containsIgnoringCase("container"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The same, times how many operations were under way",
        "How many there may be",
        "1 while somebody keeps it right",
        "Page faults",
        "What they hold"
      })
  void wouldNotStandAloneSo(String description) {
    assertThat(isAlone(description)).isFalse();
  }

  private static boolean isAlone(String description) {
    char first = description.charAt(0);
    return (Character.isUpperCase(first) || Character.isDigit(first))
        && description.split(" ", -1).length > 2
        && !NOT_ALONE.matcher(description).find();
  }

  private static List<Metric> metrics() throws IOException {
    List<Metric> metrics = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
      var row = ROW.matcher(line);
      if (row.matches() && line.split(" \\| ", -1).length > 5) {
        metrics.add(new Metric(row.group(1), line, row.group(2)));
      }
    }
    return metrics;
  }
}
