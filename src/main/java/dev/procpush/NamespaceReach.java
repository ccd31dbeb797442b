// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.cli.Reach;
import dev.procpush.cli.VisitedNamespace;
import dev.procpush.collector.NamespaceAccess;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetDev;
import java.util.IdentityHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How much can be read of each network namespace, found out by a visit like those of a cycle.
///
/// @param access the way into them that a cycle takes
record NamespaceReach(NamespaceAccess access) {

  /// Visits all namespaces.
  IdentityHashMap<NetworkNamespace, VisitedNamespace> of(Snapshot snapshot) {
    IdentityHashMap<NetworkNamespace, VisitedNamespace> visited = new IdentityHashMap<>();
    Stream<NetworkNamespace> all =
        Stream.concat(Stream.ofNullable(snapshot.host()), snapshot.namespaces().stream());
    access.cycle(
        () ->
            all.forEach(
                namespace ->
                    access.visit(
                        namespace, files -> visited.put(namespace, visit(namespace, files)))));
    return visited;
  }

  private static VisitedNamespace visit(NetworkNamespace namespace, NamespaceFiles files) {
    Reach reach = files.isEntered() ? Reach.ALL : Reach.FILES;
    String interfaces;
    try {
      interfaces =
          new NamespaceReader(files)
              .read("net/dev", NetDev::parse).devices().stream()
                  .map(NetDev.Device::name)
                  .collect(Collectors.joining(" "));
    } catch (ErrnoException e) {
      reach = files.isEntered() ? Reach.ALL : Reach.NOTHING;
      interfaces = String.valueOf(e.getMessage());
    } catch (MalformedKernelDataException e) {
      interfaces = String.valueOf(e.getMessage());
    }
    return new VisitedNamespace(reach, netNumber(namespace, files), interfaces);
  }

  private static @Nullable Long netNumber(NetworkNamespace namespace, NamespaceFiles files) {
    if (!namespace.mounts().isEmpty()) {
      return namespace.mounts().getFirst().nsfsInode();
    }
    try {
      return files.nsfsInode();
    } catch (ErrnoException e) {
      return null;
    }
  }
}
