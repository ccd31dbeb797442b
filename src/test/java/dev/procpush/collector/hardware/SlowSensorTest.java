// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.CollectionTime;
import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.SlowFiles;
import dev.procpush.parse.MalformedKernelDataException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A chip on a slow bus, which answers each question in 10 ms, by a clock of its own: all that it
/// measures takes longer than all sensors have in a collection each second.
class SlowSensorTest {
  private static final Duration BUDGET = Duration.ofMillis(300);
  private static final int SENSORS = 12;
  private static final long ANSWER_NANOS = 10_000_000;

  private final HostFixture host = new HostFixture();
  private final HwmonCollector collector = new HwmonCollector(new Hardware(host.instruments()));
  private final CollectionTime time = new CollectionTime(BUDGET, this::now);
  private final HostFiles files =
      new HostFiles(host.kernel(), "proc", "sys", slow(SlowFiles.inline(host.kernel())), time);
  private long nanos;

  SlowSensorTest() {
    host.with("sys/class/hwmon/hwmon0/name", "slow\n");
    for (int i = 1; i <= SENSORS; i++) {
      host.with("sys/class/hwmon/hwmon0/temp" + i + "_input", "4" + i + "000\n");
      host.with("sys/class/hwmon/hwmon0/temp" + i + "_label", "Core " + i + "\n");
    }
  }

  @Test
  void isReadInTurns() throws Exception {
    Set<String> read = new TreeSet<>();
    int most = 0;
    for (int cycle = 0; cycle < 12; cycle++) {
      long before = nanos;
      Set<String> now = collect();
      assertThat(nanos - before).isLessThanOrEqualTo(time.nanos(Share.SENSORS) + ANSWER_NANOS);
      read.addAll(now);
      most = Math.max(most, now.size());
    }

    assertThat(read).as("all labels are known, and each sensor had its turn").hasSize(SENSORS);
    assertThat(most).isLessThan(SENSORS);
  }

  private Set<String> collect() throws Exception {
    time.begin(BUDGET);
    Set<String> sensors = new TreeSet<>();
    for (String line : host.lines(new Observed())) {
      if (line.startsWith("hw.temperature{") && line.contains("hw.name=Core ")) {
        sensors.add(line.replaceFirst(".*hw.id=([^,]*),.*", "$1"));
      }
    }
    return sensors;
  }

  private long now() {
    return nanos;
  }

  private SlowFiles slow(SlowFiles answering) {
    return (directory, name) ->
        deadline -> {
          nanos += ANSWER_NANOS;
          return answering.begin(directory, name).await(deadline);
        };
  }

  /// The collector over these files.
  private final class Observed implements HostCollector {
    @Override
    public String name() {
      return collector.name();
    }

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void observe(HostFiles made) throws ErrnoException, MalformedKernelDataException {
      collector.observe(files);
    }
  }
}
