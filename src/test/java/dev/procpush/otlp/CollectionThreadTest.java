// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CollectionThreadTest {

  @Test
  void aCycleThatRunsOutOfMemoryDoesNotEndTheOthers() throws Exception {
    CountDownLatch cycles = new CountDownLatch(3);
    try (CapturedLog log = new CapturedLog();
        CollectionThread thread = new CollectionThread()) {
      thread.start(
          () -> {
            cycles.countDown();
            throw new OutOfMemoryError("made up");
          },
          Duration.ofMillis(1));

      assertThat(cycles.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(log.lines()).isNotEmpty().allMatch(line -> line.contains("A collection failed"));
    }
  }
}
