// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Netlink sockets, one for each protocol, which belong to the namespace that the thread was in
/// when the first question was asked. Each keeps that namespace alive until it is closed.
final class NetlinkSockets {
  /// `AF_NETLINK` of `<sys/socket.h>`.
  static final int AF_NETLINK = 16;

  /// `SOCK_RAW` of `<sys/socket.h>`.
  static final int SOCK_RAW = 3;

  /// `MSG_DONTWAIT` of `<sys/socket.h>`: what is not there is not waited for.
  static final int MSG_DONTWAIT = 0x40;

  /// `MSG_TRUNC` of `<sys/socket.h>`: the length told is that of the datagram, not of the buffer.
  static final int MSG_TRUNC = 0x20;

  /// `sizeof(struct sockaddr_nl)` of `<linux/netlink.h>` and the offset of its `nl_pid`.
  static final int SOCKADDR_NL = 12;

  static final int NL_PID = 4;

  /// The kernel fills at most 32 KiB of a dump into a datagram.
  private static final int CAPACITY = 64 * 1024;

  private static final int MAX_BYTES = ProcKernelFiles.MAX_BYTES;

  /// Datagrams that are no answer to the question: nobody should send any.
  private static final int MAX_STRANGERS = 100;

  /// `MAX_LINKS` of `<linux/netlink.h>`: how many protocols there can be.
  static final int MAX_LINKS = 32;

  private static final int FLAGS = MSG_DONTWAIT | MSG_TRUNC;

  private static final int TRIES = 4;
  private static final int CLOSED = -1;

  private final Libc libc;
  private final int[] sockets = new int[MAX_LINKS];
  private final MemorySegment question;
  private final MemorySegment datagram;
  private final MemorySegment sender;
  private final MemorySegment senderLength;
  private final NetlinkAnswer answer = new NetlinkAnswer(MAX_BYTES);
  private int sequence;

  NetlinkSockets(Libc libc, Arena arena) {
    this.libc = libc;
    Arrays.fill(sockets, CLOSED);
    question = arena.allocate(1024, Integer.BYTES);
    datagram = arena.allocate(CAPACITY, Integer.BYTES);
    sender = arena.allocate(SOCKADDR_NL, Integer.BYTES);
    senderLength = arena.allocate(JAVA_INT);
  }

  /// Asks and waits for the whole answer.
  FileContent ask(NetlinkRequest request) throws ErrnoException {
    boolean answered = false;
    try {
      int socket = socket(request);
      for (int i = 0; i < TRIES; i++) {
        send(socket, request);
        receive(socket, request);
        if (!answer.isInterrupted()) {
          answered = true;
          return answer.content();
        }
      }
      throw failure(ErrnoException.EAGAIN, request);
    } finally {
      if (!answered) {
        close(request.protocol().number()); // The rest of the answer goes with it.
      }
    }
  }

  /// How many are open.
  int count() {
    int count = 0;
    for (int socket : sockets) {
      count += socket == CLOSED ? 0 : 1;
    }
    return count;
  }

  void close() {
    for (int i = 0; i < sockets.length; i++) {
      close(i);
    }
  }

  private void close(int index) {
    if (sockets[index] != CLOSED) {
      libc.close(sockets[index]);
      sockets[index] = CLOSED;
    }
  }

  private int socket(NetlinkRequest request) throws ErrnoException {
    int index = request.protocol().number();
    if (sockets[index] == CLOSED) {
      int socket = libc.socket(AF_NETLINK, SOCK_RAW, request.protocol().number());
      check(socket, "socket", request);
      sockets[index] = socket;
    }
    return sockets[index];
  }

  private void send(int socket, NetlinkRequest request) throws ErrnoException {
    MemorySegment bytes = request.bytes();
    if (bytes.byteSize() > question.byteSize()) {
      throw failure(ErrnoException.EMSGSIZE, request);
    }
    MemorySegment.copy(bytes, 0, question, 0, bytes.byteSize());
    question.set(JAVA_INT, NetlinkAnswer.SEQUENCE, ++sequence);
    check(libc.send(socket, question, bytes.byteSize(), 0), "send", request);
    answer.begin(sequence, request.isDump());
  }

  /// The kernel has answered when the question is sent, and continues a dump while it is received:
  /// nothing has to be waited for.
  private void receive(int socket, NetlinkRequest request) throws ErrnoException {
    int strangers = 0;
    while (!answer.isComplete()) {
      senderLength.set(JAVA_INT, 0, SOCKADDR_NL);
      long length = libc.recvfrom(socket, datagram, FLAGS, sender, senderLength);
      if (length == -ErrnoException.EAGAIN) {
        throw failure(ErrnoException.ETIMEDOUT, request);
      }
      check(length, "recvfrom", request);
      if (!isFromKernel()) {
        strangers++;
      } else if (length > CAPACITY) {
        throw failure(ErrnoException.EMSGSIZE, request);
      } else if (!answer.add(datagram, (int) length, request)) {
        strangers++;
      }
      if (strangers > MAX_STRANGERS) {
        throw failure(ErrnoException.EBADMSG, request);
      }
    }
  }

  /// Whoever has the capability may send to our socket, too.
  private boolean isFromKernel() {
    return senderLength.get(JAVA_INT, 0) == SOCKADDR_NL && sender.get(JAVA_INT, NL_PID) == 0;
  }

  private static void check(long result, String call, NetlinkRequest request)
      throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException((int) -result, call, request.toString());
    }
  }

  private static ErrnoException failure(int errno, NetlinkRequest request) {
    return new ErrnoException(errno, "recvfrom", request.toString());
  }
}
