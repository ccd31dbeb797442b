// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.parse.ByteMutants;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Datagrams as `include/uapi/linux/netlink.h` describes them, and worse ones.
@Timeout(60)
final class NetlinkAnswerTest {
  private static final int SEQUENCE = 7;
  private static final int NEWLINK = 16;
  private static final int MULTI = 2;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate(64 * 1024, 4);
  private final NetlinkAnswer answer = new NetlinkAnswer(1000);

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void aDumpComesInSeveralDatagrams() throws Exception {
    answer.begin(SEQUENCE, true);
    byte[] one = message(NEWLINK, MULTI, SEQUENCE, 1, 2, 3);
    byte[] two = message(NEWLINK, MULTI, SEQUENCE);
    byte[] three = message(NEWLINK, MULTI, SEQUENCE, 4);
    assertThat(add(join(one, two))).isTrue();
    assertThat(answer.isComplete()).isFalse();
    assertThat(add(join(three, message(NetlinkAnswer.NLMSG_DONE, MULTI, SEQUENCE, 0)))).isTrue();
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.isInterrupted()).isFalse();
    assertThat(answer.content().copy()).isEqualTo(join(one, two, three));
  }

  @Test
  void oneMessageAnswersWhatIsNoDump() throws Exception {
    answer.begin(SEQUENCE, false);
    byte[] one = message(NEWLINK, 0, SEQUENCE, 1);
    add(join(one, message(NEWLINK, 0, SEQUENCE, 2)));
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.content().copy()).isEqualTo(one);
  }

  @Test
  void anEmptyDumpIsItsEnd() throws Exception {
    answer.begin(SEQUENCE, true);
    add(message(NetlinkAnswer.NLMSG_DONE, MULTI, SEQUENCE));
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.content().length()).isZero();
  }

  @Test
  void messagesOfAnotherQuestionAndThoseWithoutContentAreLeftOut() throws Exception {
    answer.begin(SEQUENCE, true);
    assertThat(add(message(NEWLINK, MULTI, SEQUENCE - 1, 1))).isFalse();
    assertThat(add(message(NetlinkAnswer.NLMSG_DONE, MULTI, SEQUENCE - 1, 0))).isFalse();
    assertThat(add(message(1, MULTI, SEQUENCE, 0))).isTrue();
    assertThat(answer.isComplete()).isFalse();
    assertThat(answer.content().length()).isZero();
  }

  @Test
  void anInterruptedDumpIsToldAsSuch() throws Exception {
    answer.begin(SEQUENCE, true);
    add(message(NEWLINK, MULTI | NetlinkAnswer.NLM_F_DUMP_INTR, SEQUENCE, 1));
    add(message(NetlinkAnswer.NLMSG_DONE, MULTI, SEQUENCE, 0));
    assertThat(answer.isInterrupted()).isTrue();
    answer.begin(SEQUENCE + 1, true);
    assertThat(answer.isInterrupted()).isFalse();
    add(message(NetlinkAnswer.NLMSG_DONE, NetlinkAnswer.NLM_F_DUMP_INTR, SEQUENCE + 1, 0));
    assertThat(answer.isInterrupted()).isTrue();
    assertThat(answer.content().length()).isZero();
  }

  @Test
  void anErrorIsThrownAlsoWhenItComesAtTheEnd() throws Exception {
    answer.begin(SEQUENCE, true);
    assertErrno(ErrnoException.EPERM, message(NetlinkAnswer.NLMSG_ERROR, 0, SEQUENCE, -1, 0, 0));
    answer.begin(SEQUENCE, true);
    assertErrno(ErrnoException.ENODEV, message(NetlinkAnswer.NLMSG_DONE, 0, SEQUENCE, -19));
    answer.begin(SEQUENCE, false);
    add(message(NetlinkAnswer.NLMSG_ERROR, 0, SEQUENCE, 0, 0, 0, 0, 0));
    assertThat(answer.isComplete()).isTrue();
  }

  @Test
  void refusesMoreThanTheBound() throws Exception {
    answer.begin(SEQUENCE, true);
    byte[] hundred = message(NEWLINK, MULTI, SEQUENCE, new int[21]);
    for (int i = 0; i < 10; i++) {
      add(hundred);
    }
    assertThat(answer.content().length()).isEqualTo(1000);
    assertErrno(ErrnoException.EFBIG, hundred);
  }

  @Test
  void fillsUpAMessageThatEndsWithinFourBytes() throws Exception {
    answer.begin(SEQUENCE, true);
    byte[] odd = message(NEWLINK, MULTI, SEQUENCE, -1);
    ByteBuffer.wrap(odd).order(ByteOrder.nativeOrder()).putInt(0, odd.length - 3);
    byte[] filled = odd.clone();
    filled[17] = 0;
    filled[18] = 0;
    filled[19] = 0;
    add(odd);
    assertThat(answer.content().copy()).isEqualTo(filled);
    memory.copyFrom(MemorySegment.ofArray(odd));
    answer.add(memory, odd.length - 3, "test");
    assertThat(answer.content().copy()).isEqualTo(join(filled, filled));
  }

  @Test
  void refusesWhatIsNoNetlink() {
    byte[] done = message(NetlinkAnswer.NLMSG_DONE, MULTI, SEQUENCE, 0);
    assertMalformed(new byte[1]);
    assertMalformed(new byte[15]);
    assertMalformed(new byte[16]);
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 15, 21, Integer.MAX_VALUE}) {
      byte[] wrong = done.clone();
      ByteBuffer.wrap(wrong).order(ByteOrder.nativeOrder()).putInt(0, length);
      assertMalformed(wrong);
    }
    assertMalformed(join(message(NEWLINK, MULTI, SEQUENCE, 1), new byte[3]));
    assertMalformed(message(NetlinkAnswer.NLMSG_ERROR, 0, SEQUENCE));
    assertMalformed(message(NetlinkAnswer.NLMSG_ERROR, 0, SEQUENCE, 5));
    assertMalformed(message(NetlinkAnswer.NLMSG_ERROR, 0, SEQUENCE, Integer.MIN_VALUE));
    assertMalformed(message(NetlinkAnswer.NLMSG_DONE, 0, SEQUENCE, 1));
    assertMalformed(message(NetlinkAnswer.NLMSG_OVERRUN, 0, SEQUENCE));
  }

  @Test
  void damagedDatagramsAreRefusedOrRead() {
    byte[] whole =
        join(
            message(NEWLINK, MULTI, SEQUENCE, 1, 2, 3),
            message(NEWLINK, MULTI, SEQUENCE, 4, 5),
            message(NetlinkAnswer.NLMSG_DONE, MULTI, SEQUENCE, 0));
    ByteMutants mutants = new ByteMutants(whole, 42);
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      answer.begin(SEQUENCE, true);
      try {
        add(mutant);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isPositive();
      }
      assertThat(answer.content().length()).isLessThanOrEqualTo(1000);
      assertThat(answer.content().length() % 4).isZero();
    }
  }

  private boolean add(byte[] datagram) throws ErrnoException {
    memory.copyFrom(MemorySegment.ofArray(datagram));
    return answer.add(memory, datagram.length, "test");
  }

  private void assertMalformed(byte[] datagram) {
    answer.begin(SEQUENCE, true);
    assertErrno(ErrnoException.EBADMSG, datagram);
  }

  private void assertErrno(int errno, byte[] datagram) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> add(datagram))
        .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
  }

  private static byte[] message(int type, int flags, int sequence, int... payload) {
    byte[] bytes = new byte[16 + 4 * payload.length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    buffer.putInt(bytes.length).putShort((short) type).putShort((short) flags);
    buffer.putInt(sequence).putInt(0);
    for (int value : payload) {
      buffer.putInt(value);
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
