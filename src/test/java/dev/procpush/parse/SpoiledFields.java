// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What every parser is held to: a field that is spoiled costs itself and nothing else.
///
/// Which values a field tells is not asked of anybody: they are those that differ when the field
/// becomes another number. Each of them must be missing when it becomes none, and all others must
/// be as they were.
public final class SpoiledFields {
  private static final Pattern DECIMAL =
      Pattern.compile("(?<![0-9A-Za-z_.-])[0-9]+(?:\\.[0-9]+)?(?![0-9A-Za-z_.])");
  private static final Pattern HEXADECIMAL =
      Pattern.compile("(?<![0-9A-Za-z_.])[0-9a-f]+(?![0-9A-Za-z_.])");
  private static final List<String> NONSENSE = List.of("x", "7x", "-", "1".repeat(45));

  private SpoiledFields() {}

  /// Spoils each decimal number of a text.
  ///
  /// @param parsers makes a parser that has met no file
  /// @param values each value that was told, by a name that says whose it is; what is
  ///   [KernelNumber#NONE], NaN or null counts as missing
  /// @return how many fields were spoiled
  public static <T> int costThemselvesAlone(
      Supplier<Parser<T>> parsers, String text, Function<T, Map<String, ?>> values)
      throws MalformedKernelDataException {
    return costThemselvesAlone(DECIMAL, parsers, text, values);
  }

  /// The same behind a header, which has nothing to spoil: the meaning of the rest hangs on it.
  public static <T> int costThemselvesAlone(
      Supplier<Parser<T>> parsers, String header, String text, Function<T, Map<String, ?>> values)
      throws MalformedKernelDataException {
    return costThemselvesAlone(DECIMAL, () -> behind(header, parsers.get()), text, values);
  }

  private static <T> Parser<T> behind(String header, Parser<T> parser) {
    return text -> {
      byte[] bytes = (header + text.all()).getBytes(ISO_8859_1);
      return parser.parse(new ByteCursor(text.file(), bytes, bytes.length));
    };
  }

  /// Spoils each hexadecimal number of a text behind a header.
  public static <T> int hexadecimalCostThemselvesAlone(
      Supplier<Parser<T>> parsers, String header, String text, Function<T, Map<String, ?>> values)
      throws MalformedKernelDataException {
    return costThemselvesAlone(HEXADECIMAL, () -> behind(header, parsers.get()), text, values);
  }

  private static <T> int costThemselvesAlone(
      Pattern fields, Supplier<Parser<T>> parsers, String text, Function<T, Map<String, ?>> values)
      throws MalformedKernelDataException {
    Map<String, Object> before = told(parsers, text, values);
    assertThat(before).isNotEmpty();
    int spoiled = 0;
    Matcher field = fields.matcher(text);
    while (field.find()) {
      Set<String> its = toldBy(field, parsers, text, values, before);
      for (String nonsense : NONSENSE) {
        String mutant = replaced(text, field, nonsense);
        assertCosts(its, before, told(parsers, mutant, values), mutant);
      }
      spoiled++;
    }
    assertThat(spoiled).isPositive();
    return spoiled;
  }

  private static void assertCosts(
      Set<String> lost, Map<String, Object> before, Map<String, Object> after, String mutant) {
    Map<String, Object> kept = new TreeMap<>(before);
    kept.keySet().removeAll(lost);
    assertThat(after).as(mutant).isEqualTo(kept);
  }

  /// The values that a field tells: those that are not as before, or not there before, when it is
  /// another number; and where no other number makes sense, all of its line.
  private static <T> Set<String> toldBy(
      Matcher field,
      Supplier<Parser<T>> parsers,
      String text,
      Function<T, Map<String, ?>> values,
      Map<String, Object> before)
      throws MalformedKernelDataException {
    Map<String, Object> changed = null;
    for (String other : others(field.group())) {
      changed =
          changed == null ? toldIfAny(parsers, replaced(text, field, other), values) : changed;
    }
    if (changed == null) {
      changed = told(parsers, withoutLine(text, field.start()), values);
    }
    Set<String> differing = new HashSet<>();
    for (Map.Entry<String, Object> value : before.entrySet()) {
      if (!Objects.equals(value.getValue(), changed.get(value.getKey()))) {
        differing.add(value.getKey());
      }
    }
    return differing;
  }

  /// Other numbers of as many digits: a larger one first, for what stands in ascending order.
  private static List<String> others(String number) {
    char last = number.charAt(number.length() - 1);
    String start = number.substring(0, number.length() - 1);
    char next = last == '9' || last == 'f' ? '1' : last == '1' ? '3' : (char) (last + 1);
    return List.of(start + next, start + (last == '7' ? '5' : '7'));
  }

  private static String replaced(String text, Matcher field, String by) {
    return text.substring(0, field.start()) + by + text.substring(field.end());
  }

  private static String withoutLine(String text, int at) {
    int start = text.lastIndexOf('\n', at) + 1;
    return text.substring(0, start) + text.substring(text.indexOf('\n', at) + 1);
  }

  private static <T> @Nullable Map<String, Object> toldIfAny(
      Supplier<Parser<T>> parsers, String text, Function<T, Map<String, ?>> values) {
    try {
      return told(parsers, text, values);
    } catch (MalformedKernelDataException e) {
      return null;
    }
  }

  private static <T> Map<String, Object> told(
      Supplier<Parser<T>> parsers, String text, Function<T, Map<String, ?>> values)
      throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    T parsed = parsers.get().parse(new ByteCursor("file", bytes, bytes.length));
    Map<String, Object> told = new TreeMap<>();
    values.apply(parsed).forEach((name, value) -> put(told, name, value));
    return told;
  }

  private static void put(Map<String, Object> told, String name, @Nullable Object value) {
    boolean missing =
        value == null
            || value.equals(KernelNumber.NONE)
            || (value instanceof Double number && number.isNaN());
    if (!missing) {
      told.put(name, value);
    }
  }
}
