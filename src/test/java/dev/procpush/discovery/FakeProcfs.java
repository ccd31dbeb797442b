// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A procfs at `/proc` whose processes a test makes, moves and ends, and which counts the calls.
final class FakeProcfs implements KernelFiles {
  static final String PATH = "/proc";
  static final String CGROUPS = "/sys/fs/cgroup";
  static final long HOST = 100;

  /// What was called since the last [#forget], as in `read /proc/7/cgroup`.
  final List<String> calls = new ArrayList<>();

  /// What each listing fails with; 0 for nothing.
  int listErrno;

  private final Map<Integer, FakeProcess> processes = new TreeMap<>();
  private final Map<String, String> files = new TreeMap<>();
  private final Set<String> folders = new TreeSet<>();
  private long entries = 1_000_000;
  private Runnable afterList = () -> {};

  /// A procfs with init and kthreadd on the host's namespace.
  FakeProcfs() {
    add(1, HOST, "/init.scope").comm("systemd");
    add(2, HOST, "/").comm("kthreadd");
  }

  /// Makes a process, in the place of one with the same pid.
  FakeProcess add(int pid, long namespace, String cgroup) {
    FakeProcess process = new FakeProcess(pid, entries++, namespace, cgroup);
    processes.put(pid, process);
    return process;
  }

  FakeProcess process(int pid) {
    return Objects.requireNonNull(processes.get(pid));
  }

  void end(int pid) {
    processes.remove(pid);
  }

  /// Puts a file that belongs to no process.
  void file(String path, String text) {
    files.put(path, text);
  }

  /// Makes a cgroup of the hierarchy of version 2, and those around it.
  void cgroup(String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      folders.add(CGROUPS + path.substring(0, end));
    }
    folders.add(CGROUPS);
  }

  void removeCgroup(String path) {
    folders.remove(CGROUPS + path);
  }

  /// Gives all entries new handles, as dropping caches does.
  void dropCaches() {
    processes.values().forEach(process -> process.entry = entries++);
  }

  /// Runs once, after the next listing and before anything else is read.
  void afterList(Runnable action) {
    afterList = action;
  }

  void forget() {
    calls.clear();
  }

  /// How often something was called whose description matches `regex`.
  long count(String regex) {
    return calls.stream().filter(call -> call.matches(regex)).count();
  }

  @Override
  public FileContent read(String directory, String name) throws ErrnoException {
    String path = directory + "/" + name;
    calls.add("read " + path);
    String file = files.get(path);
    String text = file == null ? at(directory, "open", path).text(directory, name) : file;
    if (text == null) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", path);
    }
    return FileContent.of(text.getBytes(UTF_8));
  }

  @Override
  public long inode(String directory, String name) throws ErrnoException {
    String path = directory + "/" + name;
    calls.add("inode " + path);
    if (folders.contains(directory) && name.startsWith("cgroup.")) {
      return 1;
    }
    FakeProcess process = at(directory, "statx", path);
    Long thread = process.thread(directory);
    long inode = thread == null ? process.namespace : thread;
    if (inode == 0) {
      throw new ErrnoException(ErrnoException.ENOENT, "statx", path);
    }
    return inode;
  }

  @Override
  public void forEachNumber(String directory, NumberedEntryVisitor visitor) throws ErrnoException {
    calls.add("list " + directory);
    if (listErrno != 0) {
      throw new ErrnoException(listErrno, "open", directory);
    }
    if (directory.equals(PATH)) {
      processes.forEach((pid, process) -> visitor.entry(pid, process.entry));
      Runnable action = afterList;
      afterList = () -> {};
      action.run();
    } else {
      FakeProcess process = at(directory, "open", directory);
      visitor.entry(process.pid, 1);
      process.threads.keySet().forEach(thread -> visitor.entry(thread, 1));
    }
  }

  @Override
  public List<String> list(String directory, String name) throws ErrnoException {
    calls.add("list " + directory + name);
    if (!folders.contains(directory) || !name.isEmpty()) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", directory + "/" + name);
    }
    String prefix = directory + "/";
    Stream<String> below =
        folders.stream()
            .filter(folder -> folder.startsWith(prefix))
            .map(folder -> folder.substring(prefix.length()))
            .filter(rest -> !rest.contains("/"));
    return Stream.concat(Stream.of("cgroup.procs"), below).toList();
  }

  @Override
  public String readLink(String directory, String name) throws ErrnoException {
    throw new ErrnoException(ErrnoException.EACCES, "readlink", directory + "/" + name);
  }

  @Override
  public void close() {}

  private FakeProcess at(String directory, String call, String path) throws ErrnoException {
    String[] part = directory.split("/", -1);
    boolean numbered = part.length > 2 && part[2].matches("[0-9]+");
    FakeProcess process = numbered ? processes.get(Integer.valueOf(part[2])) : null;
    if (process == null) {
      throw new ErrnoException(ErrnoException.ENOENT, call, path);
    }
    if (process.errno != 0) {
      throw new ErrnoException(process.errno, call, path);
    }
    return process;
  }
}
