// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.cli.Reach;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.NamespaceThread;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetDev;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What can be seen of single namespaces, in words for people.
///
/// @param thread enters them; null where the files are copies
record NamespaceReach(KernelFiles kernel, @Nullable NamespaceThread thread) {
  private static final Pattern NET_NUMBER = Pattern.compile("net:\\[(\\d{1,18})]");
  private static final String NET_DEV = "net/dev";

  /// Tries to enter the namespace.
  Reach of(NetworkNamespace namespace) {
    ErrnoException failure = within(namespace, _ -> {});
    if (failure == null) {
      return Reach.ALL;
    }
    return namespace.directory() == null ? Reach.NOTHING : Reach.FILES;
  }

  /// The number in a namespace's `net:[…]`.
  ///
  /// @return null where it has no mount and the right to trace its processes is missing
  @Nullable Long netNumber(NetworkNamespace namespace) {
    if (!namespace.mounts().isEmpty()) {
      return namespace.mounts().getFirst().nsfsInode();
    }
    String directory = namespace.directory();
    try {
      Matcher number =
          NET_NUMBER.matcher(directory == null ? "" : kernel.readLink(directory, "ns/net"));
      return number.matches() ? Long.valueOf(number.group(1)) : null;
    } catch (ErrnoException e) {
      return null;
    }
  }

  /// A namespace's interfaces, or why they cannot be read.
  String interfaces(NetworkNamespace namespace) {
    String directory = namespace.directory();
    if (directory != null) {
      try {
        return names(kernel.read(directory, NET_DEV));
      } catch (ErrnoException e) {
        return String.valueOf(e.getMessage());
      }
    }
    String[] found = new String[1];
    ErrnoException failure = within(namespace, inside -> found[0] = names(inside.read(NET_DEV)));
    return failure == null ? found[0] : String.valueOf(failure.getMessage());
  }

  private static String names(FileContent netDev) {
    try {
      return NetDev.parse(new ByteCursor("net/dev", netDev.bytes(), netDev.length()))
          .devices()
          .stream()
          .map(NetDev.Device::name)
          .collect(Collectors.joining(" "));
    } catch (MalformedKernelDataException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// @return why there is no way in; null where the visit was made
  private @Nullable ErrnoException within(NetworkNamespace namespace, Visit visit) {
    ErrnoException[] failure = new ErrnoException[1];
    if (thread == null) {
      return new ErrnoException(ErrnoException.EPERM, "setns", namespace.toString());
    }
    thread.run(
        inside -> {
          try {
            enter(inside, namespace);
            visit.with(inside);
          } catch (ErrnoException e) {
            failure[0] = e;
          }
        });
    return failure[0];
  }

  /// By a mount, else by the process, which needs more capabilities; none is needed for the agent's
  /// own.
  private static void enter(NamespaceThread.Inside inside, NetworkNamespace namespace)
      throws ErrnoException {
    if (inside.inode() == namespace.inode()) {
      return;
    }
    ErrnoException failure = null;
    for (NamespaceMount mount : namespace.mounts()) {
      try {
        inside.enter(mount);
        return;
      } catch (ErrnoException e) {
        failure = e;
      }
    }
    String directory = namespace.directory();
    if (directory != null) {
      inside.enterProcess(directory);
      if (inside.inode() == namespace.inode()) {
        return;
      }
      failure = new ErrnoException(ErrnoException.ESTALE, "setns", directory);
    }
    throw failure == null
        ? new ErrnoException(ErrnoException.ESRCH, "setns", "no process left")
        : failure;
  }

  /// What is done inside.
  @FunctionalInterface
  private interface Visit {
    void with(NamespaceThread.Inside inside) throws ErrnoException;
  }
}
