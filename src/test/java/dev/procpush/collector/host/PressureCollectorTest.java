// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class PressureCollectorTest {
  private final HostFixture host = new HostFixture();
  private final HostCollector[] all =
      PressureCollector.all(host.instruments()).toArray(HostCollector[]::new);

  @Test
  void recordsWhatThereIsOfEachResource() throws Exception {
    host.with("proc/pressure/cpu", "some avg10=0.00 total=1500000\nfull avg10=0.00 total=0\n")
        .with("proc/pressure/memory", "some total=1\nfull total=2\n")
        .with("proc/pressure/io", "some total=3000000\nfull total=4000000\n")
        .with("proc/pressure/irq", "full avg10=0.00 total=500000\n");

    assertThat(all).extracting(HostCollector::name).contains("pressure_cpu", "pressure_irq");
    assertThat(host.lines(all))
        .containsExactly(
            "system.pressure.stalled_time{s,counter} {pressure.resource=io} 4.0",
            "system.pressure.stalled_time{s,counter} {pressure.resource=irq} 0.5",
            "system.pressure.stalled_time{s,counter} {pressure.resource=memory} 2.0E-6",
            "system.pressure.waiting_time{s,counter} {pressure.resource=cpu} 1.5",
            "system.pressure.waiting_time{s,counter} {pressure.resource=io} 3.0",
            "system.pressure.waiting_time{s,counter} {pressure.resource=memory} 1.0E-6");
  }

  @Test
  void takesAKernelThatWasToldNotToCountForOneThatCannot() {
    host.failing("proc/pressure/cpu", ErrnoException.EOPNOTSUPP);

    assertThatThrownBy(() -> host.lines(all[0]))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(ErrnoException.ENOENT));
  }

  @Test
  void recordsNothingOfWhatCannotBeRead() {
    host.failing("proc/pressure/cpu", ErrnoException.EACCES);
    assertThatThrownBy(() -> host.lines(all[0]))
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.isDenied()).isTrue());

    host.with("proc/pressure/memory", "total=1\n");
    assertThatThrownBy(() -> host.lines(all[1])).isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void recordsOneTotalWhereTheOtherIsNoNumber() throws Exception {
    host.with("proc/pressure/memory", "some total=x\nfull total=2000000\n");

    assertThat(host.lines(all[1]))
        .containsExactly("system.pressure.stalled_time{s,counter} {pressure.resource=memory} 2.0");
    assertThat(host.lost())
        .isEqualTo("one value: proc/pressure/memory:1: total: not a number: \"some total=x\"");
  }

  @Test
  void isOffWhenNoneOfItsMetricsIsWanted() {
    HostFixture nothing = new HostFixture((_, _) -> false);
    assertThat(PressureCollector.all(nothing.instruments())).noneMatch(HostCollector::isOn);
    assertThat(all).allMatch(HostCollector::isOn);
  }
}
