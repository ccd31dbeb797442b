// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kinds of values a setting can have. Each refuses bad text by an `IllegalArgumentException`
/// whose message ends the sentence "this value is …".
final class Values {

  private Values() {}

  static Path path(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }

  static Path directory(String text) {
    Path path = path(text);
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          Files.exists(path) ? "not a directory" : "no such directory");
    }
    return path;
  }

  static Path absolutePath(String text) {
    Path path = path(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path");
    }
    return path.normalize();
  }

  /// Folders as the host sees them, separated by colons; none in an empty text.
  static List<Path> absolutePaths(String text) {
    return text.isEmpty()
        ? List.of()
        : Stream.of(text.split(":", -1)).map(Values::absolutePath).distinct().toList();
  }

  static Pattern regex(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a regular expression of RE2: " + e.getDescription() + ": " + e.getPattern(), e);
    }
  }

  static Function<String, Integer> wholeNumber(int least, int most) {
    return text -> {
      boolean negative = text.startsWith("-");
      String digits = negative ? text.substring(1) : text;
      if (!isWholeNumber(digits)) {
        throw new IllegalArgumentException("not a whole number");
      }
      long value = digits.length() > 12 ? Long.MAX_VALUE : Long.parseLong(digits);
      if (negative || value < least || value > most) {
        throw new IllegalArgumentException("not between " + least + " and " + most);
      }
      return (int) value;
    };
  }

  /// The constants of an enum by their names in lower case.
  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    return text -> {
      for (E constant : type.getEnumConstants()) {
        if (lowerCase(constant).equals(text.toLowerCase(Locale.ROOT))) {
          return constant;
        }
      }
      throw new IllegalArgumentException(
          Arrays.stream(type.getEnumConstants())
              .map(Values::lowerCase)
              .collect(Collectors.joining(", ", "not one of ", "")));
    };
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isWholeNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
