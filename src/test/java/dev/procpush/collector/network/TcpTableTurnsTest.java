// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpTableTurnsTest {
  private long nanos;

  @Test
  void givesEachItsTurnWhereTheTimeIsShort() {
    TcpTableTurns turns = new TcpTableTurns(new TcpTables(50, 25), () -> nanos);

    // the host takes 10 of 25, each other 10
    assertThat(cycle(turns, 5)).containsExactly(0, 1);
    assertThat(cycle(turns, 5)).containsExactly(2, 3);
    assertThat(cycle(turns, 5)).containsExactly(4);
    assertThat(cycle(turns, 5)).containsExactly(0, 1);
  }

  @Test
  void givesAllATurnWhereTheTimeSuffices() {
    TcpTableTurns turns = new TcpTableTurns(new TcpTables(50, 1000), () -> nanos);

    assertThat(cycle(turns, 5)).hasSize(5);
    assertThat(cycle(turns, 5)).hasSize(5);
  }

  @Test
  void countsTheNamespaces() {
    TcpTableTurns turns = new TcpTableTurns(new TcpTables(50, 1000), () -> nanos);

    turns.beginCycle(50);
    assertThat(turns.areFew()).isTrue();
    turns.beginCycle(51);
    assertThat(turns.areFew()).isFalse();
  }

  private List<Integer> cycle(TcpTableTurns turns, int others) {
    List<Integer> served = new ArrayList<>();
    turns.beginCycle(others + 1);
    assertThat(turns.begin(Scope.SYSTEM)).isTrue();
    nanos += 10;
    turns.end();
    for (int i = 0; i < others; i++) {
      if (turns.begin(Scope.CONTAINER)) {
        served.add(i);
        nanos += 10;
        turns.end();
      }
    }
    assertThat(turns.endCycle()).isEqualTo(others - served.size());
    return served;
  }
}
