// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import static dev.procpush.parse.netlink.Answers.join;
import static dev.procpush.parse.netlink.Answers.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.TcpSockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InetDiagMessagesTest {
  private static final int TCPDIAG_GETSOCK = 18;

  /// What `ss -tanH` told; three orphans, as the kernel's own count of the whole machine said.
  @Test
  void countsWhatThisKernelTells() throws Exception {
    assertThat(parse(Answers.captured("tcp_all")))
        .isEqualTo(new TcpSockets(10, 2, 2, 5, 3, 3, 0, 3, 2, 2, 1, 3));
  }

  @Test
  void countsListenersAlone() throws Exception {
    assertThat(parse(Answers.captured("tcp_listening")))
        .isEqualTo(new TcpSockets(0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0));
  }

  @Test
  void countsEachStateOnItsOwn() throws Exception {
    byte[] answer = new byte[0];
    for (int state = 0; state <= 255; state++) {
      int times = state < 13 ? state : 1;
      for (int i = 0; i < times; i++) {
        answer = join(answer, socket(state, 0, 1));
      }
    }

    assertThat(parse(answer)).isEqualTo(new TcpSockets(1, 2, 3 + 12, 4, 5, 6, 7, 8, 9, 10, 11, 0));
  }

  @ParameterizedTest
  @CsvSource({
    // state, timer, inode, orphan
    "4, 1, 0, 1", // FIN_WAIT1 that is sent again
    "5, 2, 0, 1", // FIN_WAIT2 with a long TCP_LINGER2
    "9, 4, 0, 1", // LAST_ACK, window probe
    "11, 1, 0, 1", // CLOSING
    "4, 1, 7, 0", // its process still has it
    "5, 3, 0, 0", // FIN_WAIT2 in the form of TIME_WAIT
    "6, 3, 0, 0", // TIME_WAIT
    "1, 0, 0, 0", // not yet accepted
    "8, 0, 0, 0", // not yet accepted, and ended by the other side
    "3, 1, 0, 0", // not yet a socket
    "12, 1, 0, 0"
  })
  void tellsAnOrphan(int state, int timer, int inode, int orphans) throws Exception {
    assertThat(parse(socket(state, timer, inode)).orphans()).isEqualTo(orphans);
  }

  @Test
  void tellsTheSocketsApart() throws Exception {
    byte[] answer = Answers.captured("tcp_listening");
    List<TcpSocketId> ids = InetDiagMessages.ids(answer, answer.length);

    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids).isEqualTo(InetDiagMessages.ids(answer, answer.length));
    assertThat(ids).extracting(TcpSocketId::family).containsExactlyInAnyOrder(2, 10);
    // behind the header, the family, the state, the timer and a fourth byte
    assertThat(ids.getFirst().bytes()).isEqualTo(Arrays.copyOfRange(answer, 20, 68));
  }

  @ParameterizedTest
  @CsvSource({"10, true", "1, false", "7, false", "12, false"})
  void tellsWhetherTheOneSocketListens(int state, boolean listens) throws Exception {
    byte[] answer = join(message(99, new byte[200]), socket(state, 0, 1));

    assertThat(InetDiagMessages.isListening(answer, answer.length)).isEqualTo(listens);
    assertThat(InetDiagMessages.isListening(answer, 216)).isFalse();
  }

  @Test
  void leavesOutOtherMessages() throws Exception {
    byte[] answer = join(message(99, new byte[200]), socket(10, 0, 1), message(3));

    assertThat(parse(answer).listen()).isEqualTo(1);
  }

  @Test
  void losesAMessageThatIsTooShortAlone() throws Exception {
    byte[] torn = message(TCPDIAG_GETSOCK, new byte[68]);
    byte[] answer = join(torn, socket(10, 0, 1), torn);
    List<MalformedKernelDataException> lost = new ArrayList<>();

    assertThat(InetDiagMessages.parse(answer, answer.length, lost::add).listen()).isEqualTo(1);
    assertThat(lost).hasSize(2).extracting(e -> e.loss()).containsOnly(Loss.MESSAGE);
    assertThat(lost.getFirst()).hasMessageStartingWith("tcp_diag:1: message: too short");
    assertThat(InetDiagMessages.ids(answer, answer.length)).hasSize(1);
    assertThat(InetDiagMessages.isListening(answer, answer.length)).isTrue();
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    byte[] answer = Answers.captured("tcp_all");

    assertThat(Answers.refusedMutants(InetDiagMessagesTest::sockets, answer))
        .isBetween(30_000, 99_000);
    assertThat(Answers.acceptedBeginnings(InetDiagMessagesTest::sockets, answer)).isEqualTo(33);
    assertThat(Answers.refusedMutants(InetDiagMessages::ids, answer)).isBetween(30_000, 99_000);
    assertThat(Answers.refusedMutants(InetDiagMessages::isListening, answer)).isPositive();
  }

  private static byte[] socket(int state, int timer, int inode) {
    byte[] socket = new byte[72];
    ByteBuffer.wrap(socket)
        .order(ByteOrder.nativeOrder())
        .put((byte) 2)
        .put((byte) state)
        .put((byte) timer)
        .putInt(68, inode);
    return message(TCPDIAG_GETSOCK, socket);
  }

  private static TcpSockets parse(byte[] bytes) throws MalformedKernelDataException {
    return sockets(bytes, bytes.length);
  }

  private static TcpSockets sockets(byte[] bytes, int length) throws MalformedKernelDataException {
    return InetDiagMessages.parse(bytes, length, _ -> {});
  }
}
