// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Texts of protocol counters for the parsers' tests, and what a parser makes of them.
final class ProtocolText {
  private static final Path FIXTURES = Path.of("src/test/fixtures");

  private ProtocolText() {}

  /// A file of the host's namespace in a fixture.
  static String fixture(String host, String file) throws IOException {
    return Files.readString(FIXTURES.resolve(host).resolve("proc/1/net").resolve(file));
  }

  /// Each value by its field's kernel name, unsigned.
  static Map<String, String> parse(Parser<ProtocolCounters> parser, String text)
      throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return values(parser.parse(new ByteCursor("file", bytes, bytes.length)));
  }

  static Map<String, String> values(ProtocolCounters counters) {
    Map<String, String> values = new TreeMap<>();
    for (int column = 0; column < counters.size(); column++) {
      if (KernelNumber.isKnown(counters.value(column))) {
        values.put(
            counters.field(column).kernelName(), Long.toUnsignedString(counters.value(column)));
      }
    }
    return values;
  }

  /// A parser that has met a hundred thousand damaged files reads the whole one as ever.
  ///
  /// @return how many were refused
  static int refusedMutants(Parser<ProtocolCounters> parser, String text)
      throws MalformedKernelDataException {
    Map<String, String> before = parse(parser, text);
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
    assertThat(parse(parser, text)).containsAllEntriesOf(before).hasSameSizeAs(before);
    return refused;
  }

  /// What a parser remembers of files changes nothing of what it makes of the next: of a thousand
  /// that differ a little it tells what one tells that has met no other.
  static void tellsWhatAFreshOneTells(Supplier<Parser<ProtocolCounters>> parsers, String text) {
    Parser<ProtocolCounters> parser = parsers.get();
    ByteMutants mutants = new ByteMutants(text.getBytes(ISO_8859_1), 25);
    for (int i = 0; i < 1_000; i++) {
      byte[] mutant = i % 3 == 0 ? text.getBytes(ISO_8859_1) : mutants.next();
      assertThat(told(parser, mutant)).isEqualTo(told(parsers.get(), mutant));
    }
  }

  private static Object told(Parser<ProtocolCounters> parser, byte[] bytes) {
    try {
      return values(parser.parse(new ByteCursor("file", bytes, bytes.length)));
    } catch (MalformedKernelDataException e) {
      return e.toString();
    }
  }
}
