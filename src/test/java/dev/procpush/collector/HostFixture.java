// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.SlowFiles;
import dev.procpush.parse.MalformedKernelDataException;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A host whose files a test makes up, and collectors over a real SDK.
public final class HostFixture {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");
  private final Instruments instruments;
  private final Map<String, String> contents = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Map<String, String> links = new TreeMap<>();
  private final Map<String, Integer> reads = new TreeMap<>();
  private final CollectionTime time = new CollectionTime(Duration.ofSeconds(3));
  private final Losses losses = new Losses();

  public HostFixture() {
    this(MetricFilter.DEFAULT);
  }

  public HostFixture(MetricFilter filter) {
    instruments = new Instruments(meter, filter);
  }

  public Instruments instruments() {
    return instruments;
  }

  /// Gives a file, and the folders it is in.
  ///
  /// @param path as in `proc/meminfo` or `sys/block/sda/size`
  public HostFixture with(String path, String content) {
    contents.put(path, content);
    return this;
  }

  /// Gives a symbolic link.
  public HostFixture withLink(String path, String target) {
    links.put(path, target);
    return this;
  }

  /// Makes reading or listing fail.
  public HostFixture failing(String path, int errno) {
    failures.put(path, errno);
    return this;
  }

  /// Takes a file or a failure away, and of a folder all that is in it.
  public HostFixture without(String path) {
    for (Map<String, ?> entries : List.of(contents, failures, links)) {
      entries.keySet().removeIf(name -> name.equals(path) || name.startsWith(path + "/"));
    }
    return this;
  }

  /// How often a file was read.
  public int reads(String path) {
    return reads.getOrDefault(path, 0);
  }

  /// The way to its files, for collectors that are given one.
  public KernelFiles kernel() {
    return new Kernel();
  }

  /// Its files.
  public HostFiles files() {
    return new HostFiles(kernel(), "proc", "sys", SlowFiles.inline(kernel()), time, losses);
  }

  /// What no parser could read in the last visit: the first of it, with its extent.
  public String lost() {
    MalformedKernelDataException first = losses.first();
    return first == null ? "" : first.loss() + ": " + first.getMessage();
  }

  /// What these record in one visit, as [PointLines].
  ///
  /// @throws Exception that of the first that fails
  public List<String> lines(HostCollector... collectors) throws Exception {
    HostFiles files = files();
    losses.clear();
    return PointLines.of(
        NamespaceSeriesFixture.collect(
            meter,
            reader,
            instruments,
            () -> {
              for (HostCollector collector : collectors) {
                collector.observe(files);
              }
            }));
  }

  private final class Kernel implements KernelFiles {

    @Override
    public FileContent read(String directory, String name) throws ErrnoException {
      String path = directory + "/" + name;
      reads.merge(path, 1, Integer::sum);
      String content = contents.get(path);
      if (content == null || failures.containsKey(path)) {
        throw failure("open", path);
      }
      return FileContent.of(content.getBytes(ISO_8859_1));
    }

    @Override
    public List<String> list(String directory, String name) throws ErrnoException {
      String path = directory + "/" + name;
      List<String> names =
          Stream.concat(contents.keySet().stream(), links.keySet().stream())
              .filter(file -> file.startsWith(path + "/"))
              .map(file -> file.substring(path.length() + 1).replaceFirst("/.*", ""))
              .distinct()
              .toList();
      if (names.isEmpty() || failures.containsKey(path)) {
        throw failure("open", path);
      }
      return names;
    }

    @Override
    public String readLink(String directory, String name) throws ErrnoException {
      String path = directory + "/" + name;
      String target = links.get(path);
      if (target == null || failures.containsKey(path)) {
        throw failure("readlink", path);
      }
      return target;
    }

    @Override
    public long inode(String directory, String name) throws ErrnoException {
      throw failure("statx", directory + "/" + name);
    }

    @Override
    public void forEachNumber(String directory, NumberedEntryVisitor visitor) {
      contents.keySet().stream()
          .filter(file -> file.startsWith(directory + "/"))
          .map(file -> file.substring(directory.length() + 1).replaceFirst("/.*", ""))
          .filter(name -> name.matches("[0-9]+"))
          .distinct()
          .forEach(name -> visitor.entry(Integer.parseInt(name), Long.parseLong(name)));
    }

    @Override
    public void close() {}

    private ErrnoException failure(String call, String path) {
      return new ErrnoException(failures.getOrDefault(path, ErrnoException.ENOENT), call, path);
    }
  }
}
