// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import java.util.function.Predicate;

/// The wanted fields of a file of lines `name number`, by column, and their values in what was
/// parsed last.
public final class NamedNumbers extends FieldNumbers<NamedNumbers.Field> {
  private static final int MOST_COLUMNS = 1024;
  private static final int LONGEST_NAME = 80;

  private final Predicate<String> wanted;

  /// @param wanted asked once for each field, by its name
  NamedNumbers(Predicate<String> wanted) {
    super(MOST_COLUMNS);
    this.wanted = wanted;
  }

  /// A number of the kernel.
  ///
  /// @param name as in `MemFree`
  /// @param unit as in `kB`; empty where the kernel gives none
  public record Field(String name, String unit) {}

  /// The column of a field.
  ///
  /// @return [#NONE] when the field is not wanted, not a name, or one too many
  int column(String name, String unit) {
    return column(new Field(name, unit));
  }

  @Override
  boolean isWanted(Field field) {
    return isName(field.name) && wanted.test(field.name);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '('
                        || c == ')');
  }
}
