// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class OldGarbageTest {
  @Test
  void isCollectedWithinTheFirstCycles() {
    OldGarbage garbage = new OldGarbage();
    var leftOver = new WeakReference<>(new Object());

    for (int cycle = 0; cycle < 10; cycle++) {
      garbage.run();
    }

    assertThat(leftOver.get()).isNull();
  }
}
