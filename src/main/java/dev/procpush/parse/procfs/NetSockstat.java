// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/proc/<pid>/net/sockstat` and `sockstat6`: how many sockets there are (`net/ipv4/proc.c` and
/// `net/ipv6/proc.c`, `sockstat_seq_show` and `sockstat6_seq_show`).
///
/// ```text
/// sockets: used 33
/// TCP: inuse 5 orphan 0 tw 0 alloc 8 mem 1
/// ```
///
/// A line or a key that the kernel lacks is absent; lines and keys that are not known are passed
/// over.
public final class NetSockstat {

  /// What a number of the files is. Counted in the process's namespace, unless said otherwise.
  public enum Field {
    /// Sockets of all protocols and families.
    SOCKETS_USED("sockets:", "used"),
    /// TCP sockets over IPv4 that are not in a state after closing.
    TCP_INUSE("TCP:", "inuse"),
    /// In all namespaces together: sockets that no file refers to any more.
    TCP_ORPHAN("TCP:", "orphan"),
    /// Connections of both families in TIME_WAIT, and those in FIN_WAIT2 that wait like them.
    TCP_TW("TCP:", "tw"),
    /// In all namespaces together: allocated sockets.
    TCP_ALLOC("TCP:", "alloc"),
    /// In all namespaces together: pages of buffers.
    TCP_MEM("TCP:", "mem"),
    UDP_INUSE("UDP:", "inuse"),
    /// In all namespaces together: pages of buffers.
    UDP_MEM("UDP:", "mem"),
    UDPLITE_INUSE("UDPLITE:", "inuse"),
    RAW_INUSE("RAW:", "inuse"),
    /// Queues of fragments that wait for the rest of their packet.
    FRAG_INUSE("FRAG:", "inuse"),
    /// Their bytes.
    FRAG_MEMORY("FRAG:", "memory"),
    TCP6_INUSE("TCP6:", "inuse"),
    UDP6_INUSE("UDP6:", "inuse"),
    UDPLITE6_INUSE("UDPLITE6:", "inuse"),
    RAW6_INUSE("RAW6:", "inuse"),
    FRAG6_INUSE("FRAG6:", "inuse"),
    FRAG6_MEMORY("FRAG6:", "memory");

    private final String section;
    private final String key;

    /// Memory is printed by `%ld` and `%lu`, all else by `%d`.
    private final KernelNumber kind;

    Field(String section, String key) {
      this.section = section;
      this.key = key;
      this.kind = key.startsWith("mem") ? KernelNumber.AMOUNT : KernelNumber.COUNT;
    }

    @SuppressWarnings("EnumOrdinal") // an EnumMap costs several times as much
    private int index() {
      return ordinal();
    }
  }

  private static final Section[] SECTIONS = sections();
  private static final Section NOTHING = new Section("", List.of());
  private static final int FIELDS = Field.values().length;
  private static final int UNKNOWN = -1;

  /// By [Field#index].
  private final long[] values = new long[FIELDS];

  private NetSockstat() {
    Arrays.fill(values, KernelNumber.NONE);
  }

  /// Parses the whole file.
  public static NetSockstat parse(ByteCursor cursor) throws MalformedKernelDataException {
    NetSockstat sockstat = new NetSockstat();
    if (!cursor.nextLine()) {
      throw cursor.malformed("sockets: missing");
    }
    int expected = 0;
    do {
      try {
        int at = section(cursor, expected);
        expected = at == UNKNOWN ? expected : at + 1;
        sockstat.read(cursor, at == UNKNOWN ? NOTHING : SECTIONS[at]);
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    } while (cursor.nextLine());
    return sockstat;
  }

  /// The same without sockets that are the reader's own.
  ///
  /// @param own how many of those in use they are, of no protocol that is counted apart
  public NetSockstat without(int own) {
    int used = Field.SOCKETS_USED.index();
    if (values[used] != KernelNumber.NONE) {
      values[used] = Math.max(0, values[used] - own);
    }
    return this;
  }

  /// The number; [KernelNumber#NONE] where the file has none, or one below zero: some are put
  /// together from each CPU's part, and may be a little less than nothing for a moment.
  public long value(Field field) {
    return values[field.index()];
  }

  /// Which section the line is of. They mostly come in the order of the fields.
  ///
  /// @param expected looked at first
  private static int section(ByteCursor cursor, int expected) throws MalformedKernelDataException {
    for (int i = 0; i < SECTIONS.length; i++) {
      int at = expected + i < SECTIONS.length ? expected + i : expected + i - SECTIONS.length;
      if (cursor.skipIf(SECTIONS[at].name)) {
        return at;
      }
    }
    cursor.untilNext(':', "section");
    return UNKNOWN;
  }

  private void read(ByteCursor cursor, Section section) throws MalformedKernelDataException {
    int expected = 0;
    while (cursor.hasField()) {
      int at = field(cursor, section, expected);
      if (at == UNKNOWN) {
        cursor.skip("key");
        cursor.skip("value");
      } else {
        expected = at + 1;
        Field field = section.fields[at];
        long value = cursor.number(KernelNumber.SIGNED, section.names[at]);
        values[field.index()] = field.kind.checked(value);
      }
    }
  }

  private static int field(ByteCursor cursor, Section section, int expected) {
    int count = section.fields.length;
    for (int i = 0; i < count; i++) {
      int at = expected + i < count ? expected + i : expected + i - count;
      if (cursor.skipIf(section.keys[at])) {
        return at;
      }
    }
    return UNKNOWN;
  }

  private static Section[] sections() {
    Map<String, List<Field>> sections = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      sections.computeIfAbsent(field.section, _ -> new ArrayList<>()).add(field);
    }
    return sections.entrySet().stream()
        .map(section -> new Section(section.getKey(), section.getValue()))
        .toArray(Section[]::new);
  }

  /// What a line may hold.
  private static final class Section {
    final byte[] name;
    final Field[] fields;
    final String[] names;
    final byte[][] keys;

    Section(String name, List<Field> fields) {
      this.name = name.getBytes(US_ASCII);
      this.fields = fields.toArray(Field[]::new);
      this.names = fields.stream().map(Field::name).toArray(String[]::new);
      this.keys = fields.stream().map(field -> field.key.getBytes(US_ASCII)).toArray(byte[][]::new);
    }
  }
}
