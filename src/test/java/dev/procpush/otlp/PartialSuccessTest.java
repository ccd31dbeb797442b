// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialSuccessTest {
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .mergeVarintField(7, -1)
          .mergeField(8, UnknownFieldSet.Field.newBuilder().addFixed32(1).addFixed64(2).build())
          .build();

  @Test
  void readsWhatWasRejected() {
    assertThat(PartialSuccess.of(response(70_000, "out of order: é")))
        .isEqualTo(new PartialSuccess(70_000, "out of order: é"));
  }

  @Test
  void readsAWarning() {
    assertThat(PartialSuccess.of(response(0, "deprecated")))
        .isEqualTo(new PartialSuccess(0, "deprecated"));
  }

  @Test
  void anAnswerWithoutOneSaysThatAllWasTaken() {
    byte[] others =
        ExportMetricsServiceResponse.newBuilder().setUnknownFields(UNKNOWN).build().toByteArray();
    assertThat(PartialSuccess.of(null)).isSameAs(PartialSuccess.NONE);
    assertThat(PartialSuccess.of(new byte[0])).isSameAs(PartialSuccess.NONE);
    assertThat(PartialSuccess.of(response(0, ""))).isSameAs(PartialSuccess.NONE);
    assertThat(PartialSuccess.of(others)).isSameAs(PartialSuccess.NONE);
  }

  @Test
  void nothingIsRejectedLessThanNotAtAll() {
    assertThat(PartialSuccess.of(response(-5, "x")).rejected()).isZero();
  }

  @Test
  void textInsteadOfAMessageSaysNothing() {
    assertThat(PartialSuccess.of("{\"partialSuccess\":{}}".getBytes(StandardCharsets.UTF_8)))
        .isSameAs(PartialSuccess.NONE);
  }

  @Test
  void keepsNoMoreThanTheBeginningOfAMessage() {
    PartialSuccess answer = PartialSuccess.of(response(7, "é".repeat(3_000_000)));
    assertThat(answer.rejected()).isEqualTo(7);
    assertThat(answer.message()).hasSize(512).startsWith("éé");
  }

  @Test
  void takesAnyBytes() {
    Random random = new Random(20261121);
    byte[] whole = response(70_000, "a message of some length");
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 3));
      for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(PartialSuccess.of(bytes).rejected()).isNotNegative();
    }
  }

  private static byte[] response(long rejected, String message) {
    return ExportMetricsServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportMetricsPartialSuccess.newBuilder()
                .setUnknownFields(UNKNOWN)
                .setRejectedDataPoints(rejected)
                .setErrorMessage(message))
        .build()
        .toByteArray();
  }
}
