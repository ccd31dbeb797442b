// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetDev;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it takes to parse `net/dev`, for a container with `lo` and one device and for a host with
/// three hundred, beside the least that any parser has to do: look at each byte once.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NetDevBenchmark {
  /// As Linux 6.18 prints it.
  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop \
      fifo colls carrier compressed
      """;

  private static final String LOOPBACK =
      "    lo:  192734    1803    0    0    0     0          0         0"
          + "   192734    1803    0    0    0     0       0          0\n";

  @Param({"2", "300"})
  public int interfaces;

  private byte[] text = {};

  @Setup
  public void write() {
    StringBuilder lines = new StringBuilder(HEADER).append(LOOPBACK);
    for (int i = 1; i < interfaces; i++) {
      lines.append(
          "veth%07x: %7d %7d    0    0    0     0          0         0 %8d %7d    0    0    0     0"
                  .formatted(i * 7919, i * 104_729L, i * 997L, i * 1_299_709L, i * 1009L)
              + "       0          0\n");
    }
    text = lines.toString().getBytes(US_ASCII);
  }

  @Benchmark
  public NetDev parse() throws MalformedKernelDataException {
    return NetDev.parse(new ByteCursor("net/dev", text, text.length));
  }

  @Benchmark
  public int lookAtEachByte() {
    int sum = 0;
    for (byte b : text) {
      sum = sum * 10 + b;
    }
    return sum;
  }
}
