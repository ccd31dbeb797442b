// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import org.junit.jupiter.api.Test;

class NestingTest {
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";

  private final Nesting outer = known();
  private final Nesting inner = new Nesting();

  @Test
  void oneThatIsAloneTellsWhatTheKernelTells() {
    outer.moveInto(null);

    assertThat(outer.isAlone()).isTrue();
    assertThat(count(outer, 7)).isEqualTo(7);
  }

  @Test
  void theOuterOneTellsWhatTheInnerOneDoesNot() {
    inner.moveInto(outer);

    assertThat(count(inner, 5)).isEqualTo(5);
    assertThat(count(outer, 107)).isEqualTo(102);
    assertThat(amount(inner, 30)).isEqualTo(30);
    assertThat(amount(outer, 70)).isEqualTo(40);
    assertThat(amount(outer, 20)).as("read before the inner one freed it").isZero();
  }

  /// The kernel keeps in the outer cgroup what removed ones have counted.
  @Test
  void whatAnInnerOneHadBeforeItEndedIsNotTheOuterOnes() {
    inner.moveInto(outer);
    amount(inner, 10);
    count(inner, 50);
    assertThat(count(outer, 150)).isEqualTo(100);
    inner.moveInto(null);

    assertThat(count(outer, 153)).as("with 3 that nobody saw").isEqualTo(103);
    assertThat(amount(outer, 9)).as("an amount goes with whom it is of").isEqualTo(9);
    Nesting next = new Nesting();
    next.moveInto(outer);
    count(next, 20);
    assertThat(count(outer, 175)).isEqualTo(105);
  }

  @Test
  void aCountStandsStillRatherThanFalls() {
    inner.moveInto(outer);
    count(inner, 0);
    count(outer, 100);
    Nesting next = new Nesting();
    next.moveInto(outer);
    count(next, 10);

    assertThat(count(outer, 105)).isEqualTo(100);
    assertThat(count(outer, 109)).isEqualTo(100);
    assertThat(count(outer, 111)).isEqualTo(101);
  }

  @Test
  void aContainerWithinAContainerWithinAContainerIsCountedOnce() {
    Nesting innermost = new Nesting();
    inner.moveInto(outer);
    innermost.moveInto(inner);

    assertThat(count(innermost, 1)).isEqualTo(1);
    assertThat(count(inner, 11)).isEqualTo(10);
    assertThat(count(outer, 111)).isEqualTo(100);

    inner.moveInto(null);
    innermost.moveInto(null);
    innermost.moveInto(outer);
    assertThat(count(innermost, 3)).isEqualTo(3);
    assertThat(count(outer, 113)).isEqualTo(100);
  }

  @Test
  void theFirstOneWithinItTakesNothingBack() {
    assertThat(count(outer, 100)).isEqualTo(100);
    inner.moveInto(outer);

    assertThat(count(inner, 10)).isEqualTo(10);
    assertThat(count(outer, 105)).isEqualTo(105);
    assertThat(count(inner, 12)).isEqualTo(12);
    assertThat(count(outer, 108)).isEqualTo(106);
  }

  /// As one that did not fit into the limit on series before.
  @Test
  void whatTheOuterOneHasToldStaysItsOwn() {
    inner.moveInto(null);
    assertThat(count(outer, 100)).isEqualTo(100);
    inner.moveInto(outer);

    assertThat(count(inner, 60)).isEqualTo(60);
    assertThat(count(outer, 101)).isEqualTo(101);
    assertThat(count(inner, 65)).isEqualTo(65);
    assertThat(count(outer, 106)).isEqualTo(101);
  }

  @Test
  void seriesAreToldApart() {
    inner.moveInto(outer);
    Attributes read = Attributes.builder().put("direction", "read").build();
    inner.count("io", read, 10);

    assertThat(outer.count("io", read, 15)).isEqualTo(5);
    assertThat(outer.count("io", Attributes.empty(), 15)).isEqualTo(15);
  }

  private static Nesting known() {
    Nesting nesting = new Nesting();
    nesting.moveInto(null);
    return nesting;
  }

  private static long count(Nesting nesting, long value) {
    nesting.read();
    return nesting.count(CPU, Attributes.empty(), value);
  }

  private static long amount(Nesting nesting, long value) {
    nesting.read();
    return nesting.amount(MEMORY, Attributes.empty(), value);
  }
}
