// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class EncodedAttributesTest {
  private final EncodedAttributes encoded = new EncodedAttributes();

  @Test
  void areThoseOfADataPoint() throws IOException {
    Attributes attributes =
        Attributes.of(AttributeKey.stringKey("text"), "ä", AttributeKey.longKey("number"), -1L);

    NumberDataPoint point = NumberDataPoint.parseFrom(encoded.of(attributes));

    assertThat(point.getAttributesList())
        .extracting(it -> it.getKey() + "=" + it.getValue().getStringValue())
        .containsExactlyInAnyOrder("text=ä", "number=");
    assertThat(point.getAttributesList())
        .anySatisfy(it -> assertThat(it.getValue().getIntValue()).isEqualTo(-1));
  }

  @Test
  void areEncodedOnceForEachInstance() {
    Attributes attributes = Attributes.of(AttributeKey.stringKey("k"), "v");
    byte[] first = encoded.of(attributes);
    assertThat(encoded.of(attributes)).isSameAs(first);
    assertThat(encoded.of(Attributes.of(AttributeKey.stringKey("k"), "v"))).isNotSameAs(first);
    assertThat(encoded.count()).isEqualTo(2);
  }

  @Test
  void areNothingWhereThereAreNone() {
    assertThat(encoded.of(Attributes.empty())).isEmpty();
    assertThat(encoded.count()).isZero();
  }
}
