// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesCacheTest {
  private final List<String> built = new ArrayList<>();
  private final SeriesCache<String, Object> cache =
      new SeriesCache<>(
          key -> {
            built.add(key);
            return new Object();
          });

  @Test
  void buildsOnceWhileEachCycleAsks() {
    cache.beginCycle();
    Object sda = cache.of("sda");
    assertThat(cache.of("sda")).isSameAs(sda);
    for (int i = 0; i < 3; i++) {
      cache.beginCycle();
      assertThat(cache.of("sda")).isSameAs(sda);
    }
    assertThat(built).containsExactly("sda");
  }

  @Test
  void forgetsWhatACycleDidNotAskFor() {
    cache.beginCycle();
    cache.of("sda");
    cache.of("sdb");
    cache.beginCycle();
    cache.of("sda");
    cache.beginCycle();
    cache.of("sda");
    cache.of("sdb");
    assertThat(built).containsExactly("sda", "sdb", "sdb");
  }
}
