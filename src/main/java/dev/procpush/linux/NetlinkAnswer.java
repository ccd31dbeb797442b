// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/// The messages that answer one question, taken out of the datagrams they come in.
final class NetlinkAnswer {
  static final int NLM_F_DUMP_INTR = 0x10;

  static final int NLMSG_ERROR = 2;
  static final int NLMSG_DONE = 3;
  static final int NLMSG_OVERRUN = 4;

  /// `NLMSG_MIN_TYPE` of `<linux/netlink.h>`: what is below is no content.
  static final int NLMSG_MIN_TYPE = 16;

  /// Members of `struct nlmsghdr`.
  static final int TYPE = 4;

  static final int FLAGS = 6;
  static final int SEQUENCE = 8;

  private static final int HEADER = NetlinkRequest.HEADER;

  private final int maxBytes;
  private final FileContent content = new FileContent(16 * 1024);
  private int sequence;
  private boolean dump;
  private boolean complete;
  private boolean interrupted;

  NetlinkAnswer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Forgets the answer before.
  void begin(int sequence, boolean dump) {
    this.sequence = sequence;
    this.dump = dump;
    content.clear();
    complete = false;
    interrupted = false;
  }

  /// Whether the last message has come.
  boolean isComplete() {
    return complete;
  }

  /// Whether what is listed changed meanwhile, so that something may be missing or twice.
  boolean isInterrupted() {
    return interrupted;
  }

  /// The messages one after the other, each at a multiple of four bytes.
  FileContent content() {
    return content;
  }

  /// Takes over the messages that answer the question.
  ///
  /// @return whether there was any
  /// @throws ErrnoException what the kernel answers instead, `EBADMSG` for what is no netlink,
  ///   `EFBIG` for too much of it
  boolean add(MemorySegment datagram, int length, Object question) throws ErrnoException {
    boolean ours = false;
    int at = 0;
    while (length - at >= HEADER && !complete) {
      int size = datagram.get(JAVA_INT, at);
      if (size < HEADER || size > length - at) {
        throw failure(ErrnoException.EBADMSG, question);
      }
      if (datagram.get(JAVA_INT, at + SEQUENCE) == sequence) {
        ours = true;
        message(datagram, at, size, question);
      }
      at += Math.min(aligned(size), length - at);
    }
    if (at < length && !complete) {
      throw failure(ErrnoException.EBADMSG, question);
    }
    return ours;
  }

  private void message(MemorySegment datagram, int at, int size, Object question)
      throws ErrnoException {
    if ((datagram.get(JAVA_SHORT, at + FLAGS) & NLM_F_DUMP_INTR) != 0) {
      interrupted = true;
    }
    int type = Short.toUnsignedInt(datagram.get(JAVA_SHORT, at + TYPE));
    switch (type) {
      case NLMSG_ERROR -> {
        end(size < HEADER + Integer.BYTES ? 1 : datagram.get(JAVA_INT, at + HEADER), question);
      }
      // Since Linux 4.16 the end of a dump tells how it went.
      case NLMSG_DONE -> {
        end(size < HEADER + Integer.BYTES ? 0 : datagram.get(JAVA_INT, at + HEADER), question);
      }
      case NLMSG_OVERRUN -> throw failure(ErrnoException.EBADMSG, question);
      default -> {
        if (type >= NLMSG_MIN_TYPE) {
          keep(datagram, at, size, question);
          complete = !dump;
        }
      }
    }
  }

  private void end(int result, Object question) throws ErrnoException {
    if (result > 0 || result < -4095) {
      throw failure(ErrnoException.EBADMSG, question);
    }
    if (result < 0) {
      throw failure(-result, question);
    }
    complete = true;
  }

  private void keep(MemorySegment datagram, int at, int size, Object question)
      throws ErrnoException {
    if (aligned(size) > maxBytes - content.length()) {
      throw failure(ErrnoException.EFBIG, question);
    }
    content.append(datagram, at, size);
    content.fill(aligned(size) - size);
  }

  private static int aligned(int size) {
    return size + 3 & ~3;
  }

  private static ErrnoException failure(int errno, Object question) {
    return new ErrnoException(errno, "recvfrom", question.toString());
  }
}
