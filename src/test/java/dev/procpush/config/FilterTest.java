// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FilterTest {

  @Test
  void keepsEverythingWithoutExpressions() {
    assertThat(Filter.everything()).accepts("", "lo", "a\nb");
    assertThat(Filter.of("", "")).isEqualTo(Filter.everything());
  }

  @Test
  void matchesAnywhereUnlessTiedToTheEnds() {
    assertThat(Filter.of(null, "veth")).rejects("veth0", "myveth0").accepts("vet");
    assertThat(Filter.of(null, "^lo$")).rejects("lo").accepts("lo0", "flo");
  }

  @Test
  void excludeWins() {
    assertThat(Filter.of("^eth", "1$")).accepts("eth0", "eth10").rejects("eth1", "eth11", "lo");
  }

  @Test
  void theHostsDefaultLeavesTheFarEndsOfContainersOut() {
    Filter filter = Filter.of(null, Settings.HOST_INTERFACES_EXCLUDE.defaultText());

    assertThat(filter)
        .rejects("veth1a2b3c", "vethernet", "cali0123456789a", "lxc0123456789ab", "0123456789abcde")
        .accepts(
            "lo", "eth0", "lxcbr0", "lxc_health", "docker0", "br-0123456789ab", "0123456789abcdef");
  }

  @Test
  void isNotSlowOnAStrangersName() {
    Filter filter = Filter.of(null, "^(a+)+$");
    Instant before = Instant.now();

    assertThat(filter.test("a".repeat(10_000) + "!")).isTrue();
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }
}
