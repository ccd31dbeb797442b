// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/// What every parser is held to: no damage to a file gives anything but a result or
/// [MalformedKernelDataException], and a changed digit changes one field.
final class RecordChanges {

  private RecordChanges() {}

  static Object parse(Parser<?> parser, String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return parser.parse(new ByteCursor("file", bytes, bytes.length));
  }

  /// @return how many of a hundred thousand mutants were refused
  static int refusedMutants(Parser<?> parser, String text) {
    ByteMutants mutants = new ByteMutants(text.getBytes(ISO_8859_1), 25);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(parser.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
      } catch (MalformedKernelDataException e) {
        refused++;
      }
    }
    return refused;
  }

  /// The fields that differ when the first digit at or after `start` of the text becomes another.
  static List<String> afterDigitChange(Parser<?> parser, String text, String start)
      throws MalformedKernelDataException, ReflectiveOperationException {
    int at = text.indexOf(start);
    while (!Character.isDigit(text.charAt(at))) {
      at++;
    }
    char digit = text.charAt(at) == '9' ? '8' : (char) (text.charAt(at) + 1);
    String mutant = text.substring(0, at) + digit + text.substring(at + 1);
    List<String> differences = new ArrayList<>();
    compare("", parse(parser, text), parse(parser, mutant), differences);
    return differences;
  }

  private static void compare(String name, Object before, Object after, List<String> differences)
      throws ReflectiveOperationException {
    if (before instanceof List<?> one && after instanceof List<?> other) {
      assertThat(other).hasSameSizeAs(one);
      for (int i = 0; i < one.size(); i++) {
        compare(name + i + ".", one.get(i), other.get(i), differences);
      }
    } else if (before instanceof Record) {
      for (RecordComponent field : before.getClass().getRecordComponents()) {
        field.getAccessor().setAccessible(true);
        compare(
            name + field.getName(),
            field.getAccessor().invoke(before),
            field.getAccessor().invoke(after),
            differences);
      }
    } else if (!before.equals(after)) {
      differences.add(name);
    }
  }
}
