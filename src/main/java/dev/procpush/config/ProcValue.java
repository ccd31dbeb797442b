// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the number is in a file that the user has named.
public sealed interface ProcValue {

  /// It is all there is in the file.
  record Whole() implements ProcValue {}

  /// It is in a column of a table.
  ///
  /// @param header the column's name in the first line
  /// @param row the first field of the rows that are meant; null for all rows
  /// @param firstRow whether the first of these rows is meant alone; else their sum
  record Column(String header, @Nullable String row, boolean firstRow) implements ProcValue {}

  /// It is what a group of an expression takes in.
  ///
  /// @param pattern the expression, in which `^` and `$` are the ends of a line
  /// @param group the group's number
  record Found(Pattern pattern, int group) implements ProcValue {

    private static final String NAME = "value";

    /// @throws IllegalArgumentException for what is no expression with one group that counts
    static Found of(String text) {
      Pattern pattern = Pattern.compile(Values.regex(text).pattern(), Pattern.MULTILINE);
      Integer named = pattern.namedGroups().get(NAME);
      if (named == null && pattern.groupCount() != 1) {
        throw new IllegalArgumentException(
            pattern.groupCount() == 0
                ? "without a group around the number"
                : "with several groups, none of them (?P<" + NAME + ">…)");
      }
      return new Found(pattern, named == null ? 1 : named);
    }

    /// The number's text at the first place in the file where the expression finds something.
    public Optional<String> in(String file) {
      Matcher matcher = pattern.matcher(file);
      return matcher.find() ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
    }
  }
}
