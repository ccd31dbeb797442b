// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it takes to read a kernel file by system calls, beside the JDK's own way of opening,
/// reading and closing a file. Most of either is the kernel's time.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KernelFilesBenchmark {
  private static final String DIRECTORY = "/proc/self";
  private static final String NAME = "net/dev";

  private final KernelFiles kernel = KernelFiles.ofKernel();
  private final byte[] buffer = new byte[64 * 1024];

  @TearDown
  public void close() {
    kernel.close();
  }

  @Benchmark
  public int kernelFiles() throws ErrnoException {
    return kernel.read(DIRECTORY, NAME).length();
  }

  @Benchmark
  public int fileInputStream() throws IOException {
    int length = 0;
    try (InputStream file = new FileInputStream(DIRECTORY + "/" + NAME)) {
      int count;
      while ((count = file.read(buffer, length, buffer.length - length)) > 0) {
        length += count;
      }
    }
    return length;
  }
}
