// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.RootFiles;
import dev.procpush.linux.SocketPlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A root file system in memory, which remembers what was asked for.
final class FakeRootFiles implements RootFiles {
  final List<String> asked = new ArrayList<>();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, List<NamespaceMount>> mounts = new TreeMap<>();
  private final Map<String, String> links = new TreeMap<>();
  private final Set<String> closed = new HashSet<>();
  private boolean denied;

  FakeRootFiles file(String path, String text) {
    files.put(path, text.getBytes(UTF_8));
    return this;
  }

  FakeRootFiles link(String path, String target) {
    links.put(path, target);
    return file(path, "");
  }

  FakeRootFiles remove(String path) {
    links.remove(path);
    files.remove(path);
    return this;
  }

  /// Refuses to list a folder from now on.
  FakeRootFiles close(String folder) {
    closed.add(folder);
    return this;
  }

  /// What is mounted in a folder from now on.
  FakeRootFiles namespaces(String folder, NamespaceMount... found) {
    mounts.put(folder, List.of(found));
    return this;
  }

  /// Refuses all that is read from now on.
  FakeRootFiles deny() {
    denied = true;
    return this;
  }

  @Override
  public byte[] read(String path, int maxBytes) throws ErrnoException {
    asked.add(path);
    if (denied) {
      throw new ErrnoException(ErrnoException.EACCES, "openat2", path);
    }
    byte[] file = files.get(path);
    if (file == null) {
      throw new ErrnoException(ErrnoException.ENOENT, "openat2", path);
    }
    if (file.length > maxBytes) {
      throw new ErrnoException(ErrnoException.EFBIG, "read", path);
    }
    return file;
  }

  @Override
  public List<String> list(String path, int maxEntries) throws ErrnoException {
    asked.add(path);
    if (closed.contains(path)) {
      throw new ErrnoException(ErrnoException.EACCES, "openat2", path);
    }
    String prefix = path + "/";
    if (files.keySet().stream().noneMatch(file -> file.startsWith(prefix))) {
      throw new ErrnoException(ErrnoException.ENOENT, "openat2", path);
    }
    return files.keySet().stream()
        .filter(file -> file.startsWith(prefix))
        .map(file -> file.substring(prefix.length()).split("/", -1)[0])
        .distinct()
        .limit(maxEntries)
        .toList();
  }

  @Override
  public Map<String, String> links(String path, int maxEntries) throws ErrnoException {
    Map<String, String> found = new TreeMap<>();
    for (String name : list(path, maxEntries)) {
      String target = links.get(path + "/" + name);
      if (target != null) {
        found.put(name, target);
      }
    }
    return found;
  }

  @Override
  public List<NamespaceMount> namespaceMounts(String folder, int max) throws ErrnoException {
    asked.add(folder);
    List<NamespaceMount> found = mounts.get(folder);
    if (found == null) {
      throw new ErrnoException(ErrnoException.ENOENT, "openat2", folder);
    }
    return found.stream().limit(max).toList();
  }

  @Override
  public SocketPlace socket(String path) throws ErrnoException {
    throw new ErrnoException(ErrnoException.ENOENT, "openat2", path);
  }

  @Override
  public void close() {}
}
