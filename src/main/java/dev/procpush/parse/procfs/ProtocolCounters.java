// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import java.util.function.Predicate;

/// The wanted fields of a file of protocol counters, by column in the order in which they were
/// first met in the file of any namespace, and their values in the file that was parsed last. Where
/// the kernel says -1, which means that there is none, there is no value.
///
/// A kernel has some 400 fields, and up to 1,024 ICMP types.
public final class ProtocolCounters extends FieldNumbers<ProtocolCounters.Field> {
  private static final int MOST_COLUMNS = 4096;
  private static final int LONGEST_NAME = 80;

  private final Predicate<String> wanted;

  /// @param wanted asked once for each field, by [Field#kernelName]
  ProtocolCounters(Predicate<String> wanted) {
    super(MOST_COLUMNS);
    this.wanted = wanted;
  }

  /// A counter of the kernel, or one of the few settings among them.
  ///
  /// @param protocol as in `Tcp` or `Ip6`
  /// @param name as in `RetransSegs`
  public record Field(String protocol, String name) {

    /// As in `Tcp_RetransSegs`.
    public String kernelName() {
      return protocol + "_" + name;
    }
  }

  /// The column of a field.
  ///
  /// @return [#NONE] when the field is not wanted, not a name, or one too many
  int column(String protocol, String name) {
    return column(new Field(protocol, name));
  }

  @Override
  boolean isWanted(Field field) {
    return isName(field.protocol) && isName(field.name) && wanted.test(field.kernelName());
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /// Whether it can be one: a number stands there where a line of values follows no line of names.
  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && !isDigit(text.charAt(0))
        && text.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_');
  }
}
