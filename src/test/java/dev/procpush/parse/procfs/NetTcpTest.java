// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.TcpSockets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetTcpTest {
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
          + "   uid  timeout inode\n";

  @Test
  void countsTheSocketsOfARealNamespace() throws Exception {
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-sockets/net/tcp")))
        .isEqualTo(new TcpSockets(4, 1, 1, 3, 2, 2, 0, 1, 1, 3, 0, 3));
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-sockets/net/tcp6")))
        .isEqualTo(new TcpSockets(2, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1));
  }

  @Test
  void countsEveryStateThatTheKernelHas() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-5.10-network/net/tcp")))
        .isEqualTo(new TcpSockets(3, 3, 6, 3, 3, 3, 3, 3, 3, 3, 3, 4));
  }

  @Test
  void readsANamespaceWithoutSockets() throws Exception {
    assertThat(parse(HEADER)).isEqualTo(new TcpSockets(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "04,01,0,1", // FIN_WAIT1 while it sends again
    "05,00,0,1",
    "05,02,0,1", // FIN_WAIT2 that waits long
    "09,04,0,1",
    "0B,01,0,1",
    "04,01,17,0", // still a process's
    "05,03,0,0", // shrunk
    "06,03,0,0",
    "01,00,0,0", // nobody has accepted it yet
    "08,00,0,0",
    "03,01,0,0",
    "0C,01,0,0",
    "07,00,0,0"
  })
  void countsAsAnOrphanWhatTheKernelCounts(String state, String timer, long inode, long orphans)
      throws Exception {
    assertThat(parse(HEADER + line(state, timer, inode)).orphans()).isEqualTo(orphans);
  }

  @Test
  void leavesOutAStateItDoesNotKnow() throws Exception {
    assertThat(parse(HEADER + line("0D", "00", 0) + line("FF", "00", 0))).isEqualTo(parse(HEADER));
  }

  @Test
  void countsAHundredThousandSockets() throws Exception {
    assertThat(parse(HEADER + line("01", "00", 1234).repeat(100_000)).established())
        .isEqualTo(100_000);
  }

  @Test
  void passesOverColumnsBehindTheInode() throws Exception {
    String text = HEADER.replace("inode", "inode more") + line("0A", "00", 7).replace("\n", " 9\n");

    assertThat(parse(text).listen()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "0: a:1 b:2\n",
        "0: a:1 b:2 1x 0:0 0:0 0 0 0 0\n",
        "0: a:1 b:2 00 0:0 0:0 0 0 0 0\n",
        "0: a:1 b:2 8000000000000000 0:0 0:0 0 0 0 0\n",
        "0: a:1 b:2 01 0:0 00 0 0 0 0\n",
        "0: a:1 b:2 01 0:0 0:0 0 0 0\n"
      })
  void countsTheSocketsBesideOneThatCannotBeRead(String line) throws Exception {
    String others = line("01", "00", 1) + line("0A", "00", 2);

    assertThat(parse(HEADER + line + others + line)).isEqualTo(parse(HEADER + others));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0: a:1 b:2 01 0 0:0 0 0 0 0\n",
        "0: a:1 b:2 01 0:g 0:0 0 0 0 0\n",
        "0: a:1 b:2 01 0:0 x:0 0 0 0 -1\n"
      })
  void countsASocketOfWhichOnlyTheStateCanBeRead(String line) throws Exception {
    assertThat(parse(HEADER + line)).isEqualTo(parse(HEADER + line("01", "00", 1)));
  }

  /// Whether a connection that ends is an orphan hangs on the timer and the inode number.
  @ParameterizedTest
  @CsvSource({
    "04,x,0,-1",
    "04,00,x,-1",
    "05,03,x,0",
    "05,x,7,0",
    "01,x,x,0",
    "x,00,0,0",
  })
  void losesTheOrphansAloneWhereOneIsNotKnown(
      String state, String timer, String inode, long orphans) throws Exception {
    String others = line("01", "00", 1) + line("09", "00", 1);
    String odd = line(state, timer, inode);
    TcpSockets sockets = parse(HEADER + odd + others);

    assertThat(sockets.orphans()).isEqualTo(orphans < 0 ? KernelNumber.NONE : orphans);
    assertThat(sockets.established()).isEqualTo(state.equals("01") ? 2 : 1);
    assertThat(sockets.finWait1()).isEqualTo(state.equals("04") ? 1 : 0);
    assertThat(sockets.lastAck()).isEqualTo(1);
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    String[] fields = line("04", "01", 0).strip().split(" +");
    TcpSockets whole = parse(HEADER + line("04", "01", 0));
    for (int i = 0; i < fields.length; i++) {
      String[] spoiled = fields.clone();
      spoiled[i] = spoiled[i].contains(":") ? "x:" + "1".repeat(45) : "7x";
      TcpSockets sockets = parse(HEADER + String.join(" ", spoiled) + "\n");

      assertThat(sockets.finWait1()).as(spoiled[i]).isEqualTo(i == 3 ? 0 : whole.finWait1());
      assertThat(sockets.orphans())
          .as(spoiled[i])
          .isEqualTo(i == 3 ? 0 : i == 5 || i == 9 ? KernelNumber.NONE : whole.orphans());
    }
  }

  @Test
  void namesFileLineAndFieldOfWhatIsWrong() {
    assertThatThrownBy(() -> parse(HEADER + "0: a:1 b:2 01 0:0 0:0 0 0 0 1"))
        .hasMessageStartingWith("file:2: no line feed at the end");
    assertThatThrownBy(() -> parse(HEADER.replace(" tr ", " timer ")))
        .hasMessageStartingWith("file:1: header: no column tr: ");
    assertThatThrownBy(() -> parse("")).hasMessageStartingWith("file:1: header: ");
  }

  @Test
  void survivesAHundredThousandMutants() {
    String text = HEADER + line("04", "01", 0) + line("01", "00", 9);

    assertThat(RecordChanges.refusedMutants(NetTcp::parse, text)).isBetween(10_000, 99_000);
  }

  private static String line(String state, String timer, long inode) {
    return line(state, timer, Long.toString(inode));
  }

  private static String line(String state, String timer, String inode) {
    return "   0: 0100007F:1F90 0100007F:A3C2 %s 00000000:00000000 %s:00000016 00000000     0        0 %s 1 0 20 0 0 10 -1\n"
        .formatted(state, timer, inode);
  }

  private static TcpSockets parse(String text) throws MalformedKernelDataException {
    return (TcpSockets) RecordChanges.parse(NetTcp::parse, text);
  }
}
