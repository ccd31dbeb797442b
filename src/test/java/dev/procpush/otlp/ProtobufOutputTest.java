// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What is written is what protobuf's own library reads.
final class ProtobufOutputTest {
  private static final int FIELD = 6;
  private static final int TAG = ProtobufOutput.tag(FIELD, ProtobufOutput.FIXED64);
  private static final long ALL_BYTES_DIFFER = 0x8070_6050_4030_2010L;
  private static final int MORE_THAN_TWO_BUFFERS = 20_000;
  private static final long[] NUMBERS = {
    0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, ALL_BYTES_DIFFER, Double.doubleToRawLongBits(0.1)
  };

  @Test
  void writesNumbersWithAllTheirBytes() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    ProtobufOutput out = new ProtobufOutput(stream);
    for (long number : NUMBERS) {
      out.fixed64(TAG, number);
    }
    out.flush();

    CodedInputStream in = CodedInputStream.newInstance(stream.toByteArray());
    for (long number : NUMBERS) {
      assertThat(in.readTag()).isEqualTo(FIELD << 3 | WireFormat.WIRETYPE_FIXED64);
      assertThat(in.readFixed64()).isEqualTo(number);
    }
    assertThat(in.isAtEnd()).isTrue();
  }

  @Test
  void writesNumbersWhereverTheBufferEnds() throws IOException {
    for (int before = 0; before < ProtobufOutput.FIXED64_FIELD; before++) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      ProtobufOutput out = new ProtobufOutput(stream);
      out.raw(new byte[before]);
      for (long i = 0; i < MORE_THAN_TWO_BUFFERS; i += ProtobufOutput.FIXED64_FIELD) {
        out.fixed64(TAG, ALL_BYTES_DIFFER + i);
      }
      out.flush();

      CodedInputStream in = CodedInputStream.newInstance(stream.toByteArray());
      in.skipRawBytes(before);
      for (long i = 0; i < MORE_THAN_TWO_BUFFERS; i += ProtobufOutput.FIXED64_FIELD) {
        assertThat(in.readTag()).isEqualTo(TAG);
        assertThat(in.readFixed64()).isEqualTo(ALL_BYTES_DIFFER + i);
      }
      assertThat(in.isAtEnd()).isTrue();
    }
  }
}
