// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

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
  private static final boolean BIG = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

  /// How far the first and the second of two bytes are shifted.
  private static final int FIRST = BIG ? 8 : 0;

  private static final int SECOND = BIG ? 0 : 8;

  /// How many bytes may be missing to a multiple of four.
  private static final int LONGEST_FILL = 3;

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
    int at = content.length();
    int end = at + length;
    content.reserve(length + LONGEST_FILL);
    content.append(datagram, 0, length);
    content.end(at); // until it is known what of it is content
    byte[] bytes = content.bytes();
    int kept = at;
    boolean ours = false;
    while (end - at >= HEADER && !complete) {
      int size = int32(bytes, at);
      if (size < HEADER || size > end - at) {
        throw failure(ErrnoException.EBADMSG, question);
      }
      if (int32(bytes, at + SEQUENCE) == sequence) {
        ours = true;
        if (isContent(bytes, at, size, question)) {
          kept = keep(bytes, at, size, kept, question);
        }
      }
      at += Math.min(aligned(size), end - at);
    }
    if (at < end && !complete) {
      throw failure(ErrnoException.EBADMSG, question);
    }
    content.end(kept);
    return ours;
  }

  private boolean isContent(byte[] bytes, int at, int size, Object question) throws ErrnoException {
    if ((uint16(bytes, at + FLAGS) & NLM_F_DUMP_INTR) != 0) {
      interrupted = true;
    }
    int type = uint16(bytes, at + TYPE);
    switch (type) {
      case NLMSG_ERROR ->
          end(size < HEADER + Integer.BYTES ? 1 : int32(bytes, at + HEADER), question);
      // Since Linux 4.16 the end of a dump tells how it went.
      case NLMSG_DONE ->
          end(size < HEADER + Integer.BYTES ? 0 : int32(bytes, at + HEADER), question);
      case NLMSG_OVERRUN -> throw failure(ErrnoException.EBADMSG, question);
      default -> {
        if (type >= NLMSG_MIN_TYPE) {
          complete = !dump;
          return true;
        }
      }
    }
    return false;
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

  /// Moves a message to the end of those kept, where it mostly is already.
  ///
  /// @return the new end
  private int keep(byte[] bytes, int at, int size, int kept, Object question)
      throws ErrnoException {
    if (aligned(size) > maxBytes - kept) {
      throw failure(ErrnoException.EFBIG, question);
    }
    if (kept != at) {
      System.arraycopy(bytes, at, bytes, kept, size);
    }
    int end = kept + aligned(size);
    for (int i = kept + size; i < end; i++) {
      bytes[i] = 0;
    }
    return end;
  }

  private static int uint16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << FIRST | (bytes[at + 1] & 0xff) << SECOND;
  }

  private static int int32(byte[] bytes, int at) {
    return uint16(bytes, at) << (2 * FIRST) | uint16(bytes, at + 2) << (2 * SECOND);
  }

  private static int aligned(int size) {
    return size + 3 & ~3;
  }

  private static ErrnoException failure(int errno, Object question) {
    return new ErrnoException(errno, "recvfrom", question.toString());
  }
}
