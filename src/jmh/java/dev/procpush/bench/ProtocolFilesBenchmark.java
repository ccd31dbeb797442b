// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import dev.procpush.config.ConfigLoader;
import dev.procpush.config.Machine;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import dev.procpush.parse.procfs.NetSnmp6;
import dev.procpush.parse.procfs.NetSockstat;
import dev.procpush.parse.procfs.SnmpTable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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

/// What it takes to parse the running kernel's protocol counters and socket counts, with the fields
/// that are on by default, beside what it takes to read the file.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProtocolFilesBenchmark {
  private static final String PROCESS = "/proc/self";

  @Param({"net/snmp", "net/netstat", "net/snmp6", "net/sockstat", "net/sockstat6"})
  public String file = "";

  private final KernelFiles kernel = KernelFiles.ofKernel();
  private byte[] text = {};
  private Parser<?> parser = text -> text;

  @Setup
  public void prepare() throws ErrnoException {
    Predicate<String> wanted =
        new ConfigLoader(Map.of(), Machine.current()).load(Map.of()).config().filters().protocols();
    text = kernel.read(PROCESS, file).copy();
    parser =
        switch (file) {
          case "net/snmp6" -> new NetSnmp6(wanted);
          case "net/sockstat", "net/sockstat6" -> NetSockstat::parse;
          default -> new SnmpTable(wanted);
        };
  }

  @Benchmark
  public Object parse() throws MalformedKernelDataException {
    return parser.parse(new ByteCursor(file, text, text.length));
  }

  @Benchmark
  public FileContent read() throws ErrnoException {
    return kernel.read(PROCESS, file);
  }
}
