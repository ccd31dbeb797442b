// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.Consumer;

/// A position in an answer that moves message by message (`struct nlmsghdr`) and, in a message,
/// attribute by attribute (`struct nlattr`).
///
/// Every length is checked when it is stepped over, so that what is read after that lies within the
/// answer, and each step moves on.
final class NetlinkCursor {
  private static final boolean BIG = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

  /// How far the first and the second of two halves are shifted. What is read most is so short that
  /// the first compiler takes it into its callers.
  private static final int FIRST = BIG ? 8 : 0;

  private static final int SECOND = BIG ? 0 : 8;
  private static final int FIRST_HALF = 2 * FIRST;
  private static final int SECOND_HALF = 2 * SECOND;

  /// `sizeof(struct nlmsghdr)`: length, type, flags, sequence number, port.
  private static final int MESSAGE_HEADER = 16;

  /// `sizeof(struct nlattr)`: length, type.
  private static final int ATTRIBUTE_HEADER = 4;

  /// `NLA_TYPE_MASK`: without the flags for nested attributes and network byte order.
  private static final int TYPE_MASK = 0x3fff;

  private static final int QUOTED_BYTES = 48;

  private final String answer;
  private final byte[] bytes;
  private final int length;
  private final Consumer<MalformedKernelDataException> lost;

  private int messageNumber;
  private int messageStart;
  private int messageEnd;
  private int nextMessage;
  private int payload;
  private int nextAttribute;
  private int attributeStart;
  private int attributeEnd;
  private int attributeType;

  /// @param answer the name for error texts, as in `rtm_getlink`
  /// @param bytes the messages, from index 0
  /// @param length how many bytes they have
  /// @param lost is told of what costs less than the answer
  NetlinkCursor(
      String answer, byte[] bytes, int length, Consumer<MalformedKernelDataException> lost) {
    this.lost = lost;
    this.answer = answer;
    this.bytes = bytes;
    this.length = length;
  }

  /// Moves to the next message.
  ///
  /// @return false at the end
  boolean nextMessage() throws MalformedKernelDataException {
    if (nextMessage >= length) {
      return false;
    }
    messageNumber++;
    messageStart = nextMessage;
    messageEnd = length;
    int size = length - messageStart < MESSAGE_HEADER ? 0 : int32(messageStart);
    if (size < MESSAGE_HEADER || size > length - messageStart) {
      throw malformed("message: impossible length");
    }
    messageEnd = messageStart + size;
    nextMessage = messageStart + aligned(size);
    payload = messageStart + MESSAGE_HEADER;
    return true;
  }

  int messageType() {
    return uint16(messageStart + 4);
  }

  /// Steps over the structure at the message's start, to the attributes behind it.
  ///
  /// @return where the structure begins
  int structure(int size) throws MalformedKernelDataException {
    if (messageEnd - payload < size) {
      throw malformed("message: too short");
    }
    nextAttribute = payload + size;
    return payload;
  }

  /// Moves to the next attribute of the message that is of certain types.
  ///
  /// @param types a bit for each, the lowest for type 0; those from 64 on are none
  /// @return false behind the last
  boolean nextAttribute(long types) throws MalformedKernelDataException {
    int end = messageEnd;
    int at = nextAttribute;
    while (at < end) {
      at = attribute(at, end);
      if (attributeType < Long.SIZE && (types >> attributeType & 1) != 0) {
        nextAttribute = at;
        return true;
      }
    }
    nextAttribute = at;
    return false;
  }

  /// Moves into the attributes that the current one holds, to the first of the type. The next
  /// [#nextAttribute] is behind the one that holds them.
  boolean nestedAttribute(int type) throws MalformedKernelDataException {
    int at = attributeStart;
    int end = attributeEnd;
    while (at < end) {
      at = attribute(at, end);
      if (attributeType == type) {
        return true;
      }
    }
    return false;
  }

  int attributeType() {
    return attributeType;
  }

  /// Where the current attribute's value begins.
  int attributeStart() {
    return attributeStart;
  }

  int attributeLength() {
    return attributeEnd - attributeStart;
  }

  /// The end of the current attribute's value taken as text, which a NUL ends earlier.
  int textEnd() {
    int end = attributeStart;
    while (end < attributeEnd && bytes[end] != 0) {
      end++;
    }
    return end;
  }

  /// The current attribute's value, an unsigned number of 8 bits. One that is too short costs
  /// itself and is noted.
  ///
  /// @return [KernelNumber#NONE] where there is none
  long uint8(String field) {
    return has(1, field) ? uint8(attributeStart) : KernelNumber.NONE;
  }

  /// The current attribute's value, an unsigned number of 32 bits. One that is too short costs
  /// itself and is noted.
  ///
  /// @return [KernelNumber#NONE] where there is none
  long uint32(String field) {
    return has(4, field) ? Integer.toUnsignedLong(int32(attributeStart)) : KernelNumber.NONE;
  }

  /// The current attribute's value, a number of 32 bits with a sign. One that is too short costs
  /// itself and is noted.
  ///
  /// @return [KernelNumber#NONE] where there is none
  long int32(String field) {
    return has(4, field) ? int32(attributeStart) : KernelNumber.NONE;
  }

  int uint8(int at) {
    return bytes[at] & 0xff;
  }

  int uint16(int at) {
    return (bytes[at] & 0xff) << FIRST | (bytes[at + 1] & 0xff) << SECOND;
  }

  int int32(int at) {
    return uint16(at) << FIRST_HALF | uint16(at + 2) << SECOND_HALF;
  }

  long int64(int at) {
    long first = Integer.toUnsignedLong(int32(at));
    long second = Integer.toUnsignedLong(int32(at + 4));
    return BIG ? first << 32 | second : first | second << 32;
  }

  byte[] bytes() {
    return bytes;
  }

  /// The exception for the current message.
  MalformedKernelDataException malformed(String problem) {
    int end = Math.min(messageEnd, messageStart + QUOTED_BYTES);
    String quoted = HexFormat.of().formatHex(bytes, messageStart, end);
    return new MalformedKernelDataException(answer, messageNumber, quoted, problem);
  }

  /// Tells that something of the current message cannot be read, while the rest can.
  void lose(String problem, Loss loss) {
    lost.accept(malformed(problem).costing(loss));
  }

  /// The same of what was thrown where it was met.
  void lose(MalformedKernelDataException e, Loss loss) {
    lost.accept(e.costing(loss));
  }

  private boolean has(int size, String field) {
    boolean has = attributeLength() >= size;
    if (!has) {
      lose(field + ": too short", Loss.VALUE);
    }
    return has;
  }

  /// Makes the attribute at `at` the current one.
  ///
  /// @return where the one behind it begins
  private int attribute(int at, int end) throws MalformedKernelDataException {
    int size = end - at < ATTRIBUTE_HEADER ? 0 : uint16(at);
    if (size < ATTRIBUTE_HEADER || size > end - at) {
      throw malformed("attribute: impossible length");
    }
    attributeType = uint16(at + 2) & TYPE_MASK;
    attributeStart = at + ATTRIBUTE_HEADER;
    attributeEnd = at + size;
    return at + aligned(size);
  }

  private static int aligned(int size) {
    return size + 3 & ~3;
  }
}
