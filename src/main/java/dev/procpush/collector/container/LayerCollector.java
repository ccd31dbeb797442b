// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.SeriesCache;
import dev.procpush.discovery.HostMounts;
import dev.procpush.discovery.MountTable;
import dev.procpush.linux.DirectoryUsage;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.FileSystems.Place;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// How much a container has written: the upper folder of the overlay that is its root, as its
/// oldest process's `mountinfo` names it. It is looked for like [ContainerMounts].
final class LayerCollector implements ContainerCollector {
  private static final Logger LOG = System.getLogger("dev.procpush");
  private static final String ROOT = "/";

  private final HostFiles host;
  private final HostMounts mounts;
  private final DirectoryUsage usage;
  private final ScopedInstrument metric;
  private final SeriesCache<ContainerSeries, Layer> layers;
  private int turns;
  private boolean saidStuck;

  LayerCollector(Instruments instruments, HostFiles host, HostMounts mounts, DirectoryUsage usage) {
    this.host = host;
    this.mounts = mounts;
    this.usage = usage;
    metric =
        instruments
            .ofContainer(
                "filesystem.layer.usage",
                "By",
                "Disk space of the container's writable layer, as of the last walk through it")
            .offByDefault()
            .upDownCounter();
    layers = new SeriesCache<>(_ -> new Layer(turns++ % ContainerMounts.CYCLES));
  }

  @Override
  public String name() {
    return "container_layer";
  }

  @Override
  public boolean isOn() {
    return metric.isOn(Scope.CONTAINER);
  }

  @Override
  public void beginCycle() {
    layers.beginCycle();
    usage.beginCycle();
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    String oldest = series.container().details().oldest();
    if (oldest == null) {
      return;
    }
    Layer layer = layers.of(series);
    if (layer.begin(oldest)) {
      layer.place = null;
      layer.place = find(oldest);
    }
    Place place = layer.place;
    long bytes = place == null ? DirectoryUsage.UNKNOWN : walked(place);
    if (bytes >= 0 && series.reserve(1)) {
      metric.record(Scope.CONTAINER, bytes, series.identity());
    }
  }

  private long walked(Place place) throws ErrnoException {
    try {
      return usage.of(place);
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ETIMEDOUT) {
        sayStuck(place);
      }
      if (e.isDenied()) {
        throw new ErrnoException(
            e.errno(),
            "writable layers are root's: they need uid 0 and CAP_DAC_READ_SEARCH: walk",
            place.toString());
      }
      if (e.errno() == ErrnoException.EFBIG) {
        throw new ErrnoException(
            e.errno(), "a writable layer has more files than are counted: walk", place.toString());
      }
      throw e;
    }
  }

  /// Containers are visited at home, where logging is safe.
  private void sayStuck(Place place) {
    if (!saidStuck) {
      saidStuck = true;
      LOG.log(
          Level.WARNING,
          "The disk of the writable layer "
              + place
              + " does not answer: no container's layer is walked through until it does");
    }
  }

  private @Nullable Place find(String oldest) throws ErrnoException, MalformedKernelDataException {
    FileContent file;
    try {
      file = host.kernel().read(oldest, "mountinfo");
    } catch (ErrnoException e) {
      if (e.isGone() || e.errno() == ErrnoException.EINVAL) {
        return null;
      }
      throw e;
    }
    PidMountinfo mountinfo = host.losses().parse(PidMountinfo::parse, oldest, "mountinfo", file);
    MountTable table = MountTable.of(mountinfo.mounts());
    MountTable hosts = mounts.read();
    for (Mount mount : table.fileSystems(mount -> mount.mountPoint().equals(ROOT))) {
      String upper = mount.superOption("upperdir");
      if (upper != null && isRuntimes(mount, hosts) && upper.startsWith("/")) {
        return new Place(mounts.rootfs(), upper);
      }
    }
    return null;
  }

  /// Whether the overlay is one that the host has mounted for a container. What somebody mounted
  /// within one names a folder that is not the host's.
  private static boolean isRuntimes(Mount mount, MountTable hosts) {
    return mount.type().equals("overlay")
        && hosts.has(mount.device())
        && !ROOT.equals(hosts.place(mount.device()));
  }

  /// One container's.
  private static final class Layer {
    private final int turn;
    private @Nullable String process;
    private @Nullable Place place;
    private int looks;
    private long cycle;

    Layer(int turn) {
      this.turn = turn;
    }

    /// @return whether it is to be looked for again
    boolean begin(String oldest) {
      cycle++;
      if (!oldest.equals(process)) {
        process = oldest;
        place = null;
        looks = 0;
      }
      return looks++ < ContainerMounts.FIRST_LOOKS || cycle % ContainerMounts.CYCLES == turn;
    }
  }
}
