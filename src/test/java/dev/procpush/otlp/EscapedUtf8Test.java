// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.text.TextEscapes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EscapedUtf8Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "é",
        "ab\u001b[31m\u0085\u202eé€😀",
        "€€€€€€€€€",
        "0123456é89",
        "{\"a\":\"\u2028\"}"
      })
  void printsWhatWouldBePrintedAtOnce(String part) {
    for (int pad = 0; pad < 5; pad++) {
      String text = "x".repeat(pad) + part.repeat(5000);
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      try (EscapedUtf8 escaped = new EscapedUtf8(new PrintStream(printed, true, UTF_8))) {
        byte[] bytes = text.getBytes(UTF_8);
        escaped.write(bytes, 0, bytes.length);
      }
      assertThat(printed.toString(UTF_8)).isEqualTo(TextEscapes.escape(text));
    }
  }
}
