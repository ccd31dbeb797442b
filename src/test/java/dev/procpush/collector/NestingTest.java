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

  /// As when a Docker within Docker starts two in one cycle: what its cgroup had counted until then
  /// was told as its own, and stays so.
  @Test
  void twoFirstOnesWithinItTakeNothingBack() {
    assertThat(count(outer, 100)).isEqualTo(100);
    Nesting other = new Nesting();
    inner.moveInto(outer);
    other.moveInto(outer);

    count(inner, 15);
    count(other, 4);
    assertThat(count(outer, 101)).isEqualTo(101);
    count(inner, 18);
    count(other, 9);
    assertThat(count(outer, 110)).isEqualTo(102);
  }

  @Test
  void firstOnesOnTwoLevelsTakeNothingBack() {
    assertThat(count(inner, 60)).isEqualTo(60);
    assertThat(count(outer, 100)).isEqualTo(100);
    Nesting innermost = new Nesting();
    inner.moveInto(null);
    inner.moveInto(outer);
    innermost.moveInto(inner);

    count(innermost, 7);
    assertThat(count(inner, 68)).isEqualTo(68);
    assertThat(count(outer, 109)).isEqualTo(109);
    count(innermost, 8);
    assertThat(count(inner, 71)).isEqualTo(70);
    assertThat(count(outer, 114)).isEqualTo(111);
  }

  /// Whether the outer one has told of it before is not known.
  @Test
  void aSeriesThatIsMetLaterTakesNothingBack() {
    inner.moveInto(null);
    count(outer, 100);
    inner.moveInto(outer);
    count(inner, 1);
    count(outer, 101);

    inner.read();
    inner.count("io", Attributes.empty(), 10);
    outer.read();
    outer.count("io", Attributes.empty(), 15);
    inner.read();
    assertThat(inner.count("io", Attributes.empty(), 30)).isEqualTo(30);
    outer.read();
    assertThat(outer.count("io", Attributes.empty(), 35)).isEqualTo(15);
  }

  /// Some kernels count no longer what a removed cgroup had; a file may be reset.
  @Test
  void aCgroupThatCountsLessTakesNothingBack() {
    inner.moveInto(outer);
    count(inner, 50);
    assertThat(count(outer, 150)).isEqualTo(100);
    inner.moveInto(null);

    assertThat(count(outer, 100)).isEqualTo(100);
    assertThat(count(outer, 103)).isEqualTo(103);
    Nesting next = new Nesting();
    next.moveInto(outer);
    count(next, 20);
    assertThat(count(outer, 125)).isEqualTo(105);
    count(next, 3);
    assertThat(count(outer, 109)).isEqualTo(105);
    count(next, 4);
    assertThat(count(outer, 112)).isEqualTo(107);
  }

  /// It comes back after a time in which what it counted was the outer one's.
  @Test
  void whatItCountedWhileItWasLeftOutStaysTheOuterOnes() {
    inner.moveInto(outer);
    count(inner, 5);
    assertThat(count(outer, 105)).isEqualTo(100);
    inner.moveInto(null);
    inner.moveInto(null);
    assertThat(count(outer, 150)).isEqualTo(145);
    inner.moveInto(outer);

    count(inner, 50);
    assertThat(count(outer, 151)).isEqualTo(146);
    count(inner, 52);
    assertThat(count(outer, 155)).isEqualTo(148);
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
