// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.discovery.CgroupController;
import dev.procpush.discovery.Container;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A container whose cgroup's files a test makes up, and a collector over a real SDK.
public final class ContainerFixture {
  private final InMemoryMetricReader reader;
  private final Meter meter;
  private final Instruments instruments;
  private final Map<String, String> contents = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<CgroupController, String> folders = new EnumMap<>(CgroupController.class);
  private final ContainerSeries series;
  private final Losses losses = new Losses();
  private final List<String> reads = new ArrayList<>();
  private int processes;

  public ContainerFixture() {
    this(MetricFilter.DEFAULT);
  }

  public ContainerFixture(MetricFilter filter) {
    this(filter, container("web"));
  }

  public ContainerFixture(MetricFilter filter, Container container) {
    reader = InMemoryMetricReader.create();
    meter = SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");
    instruments = new Instruments(meter, filter);
    series = new ContainerSeries(container, Identity.COMPACT, new SeriesLimit(1000), new Nesting());
  }

  private ContainerFixture(ContainerFixture outer) {
    reader = outer.reader;
    meter = outer.meter;
    instruments = outer.instruments;
    Nesting nesting = new Nesting();
    nesting.moveInto(outer.series.nesting());
    series =
        new ContainerSeries(container("web"), Identity.COMPACT, new SeriesLimit(1000), nesting);
  }

  /// A new one within it, for the same collectors: its cgroup has all that is counted for that one.
  public ContainerFixture inner() {
    return new ContainerFixture(this);
  }

  static Container container(String id) {
    return new Container(id, null, "/lxc/" + id, null, null, null, false, Map.of());
  }

  public Instruments instruments() {
    return instruments;
  }

  /// Gives a file.
  ///
  /// @param controller [CgroupController#UNIFIED] for version 2
  public ContainerFixture with(CgroupController controller, String name, String content) {
    folders.put(controller, controller.name());
    contents.put(controller.name() + "/cgroup.procs", "1\n");
    contents.put(controller.name() + "/" + name, content);
    return this;
  }

  /// Gives a file that is not in a cgroup.
  ///
  /// @param path as in `proc/7/mountinfo`
  public ContainerFixture withFile(String path, String content) {
    contents.put(path, content);
    return this;
  }

  /// Gives a file of version 2.
  public ContainerFixture with(String name, String content) {
    return with(CgroupController.UNIFIED, name, content);
  }

  /// Makes reading a file fail.
  public ContainerFixture failing(String name, int errno) {
    failures.put(name, errno);
    return this;
  }

  public ContainerFixture without(String name) {
    contents.remove(name);
    failures.remove(name);
    return this;
  }

  /// Gives it processes.
  public ContainerFixture processes(int count) {
    processes = count;
    return this;
  }

  /// Its files, as they are before the first visit.
  public ContainerFiles files() {
    return new ContainerFiles(KeptFiles.opening(kernel()), () -> folders, losses);
  }

  /// What no parser could read in the last visit: the first of it, with its extent.
  public String lost() {
    MalformedKernelDataException first = losses.first();
    return first == null ? "" : first.loss() + ": " + first.getMessage();
  }

  /// Which files were there and were read in the last visit.
  public List<String> reads() {
    return List.copyOf(reads);
  }

  /// What these record in one visit, as [PointLines], without the container's identity.
  public List<String> lines(ContainerCollector... collectors) throws Exception {
    return lines(files(), collectors);
  }

  /// The same in the next visit with these files.
  public List<String> lines(ContainerFiles files, ContainerCollector... collectors)
      throws Exception {
    losses.clear();
    reads.clear();
    files.beginVisit();
    series.beginVisit(processes);
    return PointLines.of(
            NamespaceSeriesFixture.collect(
                meter,
                reader,
                instruments,
                () -> {
                  for (ContainerCollector collector : collectors) {
                    collector.ask(series);
                  }
                  for (ContainerCollector collector : collectors) {
                    collector.observe(files, series);
                  }
                }))
        .stream()
        .map(line -> line.replaceFirst("container\\.id=web(, )?", ""))
        .toList();
  }

  /// The same in a new cycle of one that may fail, after which what it recorded still counts.
  public List<String> linesDespite(ContainerCollector collector) throws Exception {
    collector.beginCycle();
    return lines(
        new ContainerCollector() {
          @Override
          public String name() {
            return collector.name();
          }

          @Override
          public boolean isOn() {
            return collector.isOn();
          }

          @Override
          public void ask(ContainerSeries of) throws ErrnoException, MalformedKernelDataException {
            collector.ask(of);
          }

          @Override
          public void observe(ContainerFiles files, ContainerSeries of)
              throws MalformedKernelDataException {
            try {
              collector.observe(files, of);
            } catch (ErrnoException e) {
              // as a collection does
            }
          }
        });
  }

  /// Where the files are.
  public KernelFiles kernel() {
    return new KernelFiles() {
      @Override
      public FileContent read(String directory, String name) throws ErrnoException {
        String path = directory + "/" + name;
        if (failures.containsKey(path)) {
          throw new ErrnoException(failures.get(path), "read", path);
        }
        String content = contents.get(path);
        if (content == null) {
          throw new ErrnoException(ErrnoException.ENOENT, "open", path);
        }
        reads.add(path);
        return FileContent.of(content.getBytes(ISO_8859_1));
      }

      @Override
      public long inode(String directory, String name) throws ErrnoException {
        throw new ErrnoException(ErrnoException.ENOENT, "statx", name);
      }

      @Override
      public void forEachNumber(String directory, NumberedEntryVisitor visitor) {}

      @Override
      public List<String> list(String directory, String name) throws ErrnoException {
        throw new ErrnoException(ErrnoException.ENOENT, "open", name);
      }

      @Override
      public String readLink(String directory, String name) throws ErrnoException {
        throw new ErrnoException(ErrnoException.ENOENT, "readlink", name);
      }

      @Override
      public void close() {}
    };
  }
}
