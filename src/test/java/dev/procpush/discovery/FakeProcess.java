// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A process of a [FakeProcfs]. By default it is as old as its pid is low.
final class FakeProcess {
  final int pid;
  final Map<Integer, Long> threads = new TreeMap<>();
  long entry;
  long namespace;
  int errno;
  private String cgroup;
  private String comm = "sh";
  private String cmdline = "";
  private char state = 'S';
  private int savedUid;
  private long mappedUids = 4_294_967_295L;
  private int parent = 1;
  private long start;
  private @Nullable String threadCgroup;

  FakeProcess(int pid, long entry, long namespace, String cgroup) {
    this.pid = pid;
    this.entry = entry;
    this.namespace = namespace;
    this.cgroup = "0::" + cgroup + "\n";
    this.start = pid;
  }

  FakeProcess comm(String name) {
    comm = name;
    return this;
  }

  FakeProcess cgroup(String path) {
    cgroup = "0::" + path + "\n";
    return this;
  }

  /// The whole text of the cgroup file.
  FakeProcess cgroupText(String text) {
    cgroup = text;
    return this;
  }

  FakeProcess start(long ticks) {
    start = ticks;
    return this;
  }

  FakeProcess parent(int pid) {
    parent = pid;
    return this;
  }

  FakeProcess cmdline(String... arguments) {
    cmdline = String.join("\0", arguments) + "\0";
    return this;
  }

  /// Root's, but that it could become this user again.
  FakeProcess savedUid(int uid) {
    savedUid = uid;
    return this;
  }

  /// In a user namespace of its own, whose root is the reader's root.
  FakeProcess mappedUids(long count) {
    mappedUids = count;
    return this;
  }

  FakeProcess moveTo(long inode) {
    namespace = inode;
    return this;
  }

  /// Every access fails with this from now on.
  FakeProcess refuse(int number) {
    errno = number;
    return this;
  }

  /// Exits without being reaped, on cgroup v1.
  FakeProcess becomeZombie() {
    state = 'Z';
    namespace = 0;
    cgroup = "4:memory:/\n0::/\n";
    return this;
  }

  /// The leader exits, a thread lives on.
  FakeProcess leaveTo(int thread) {
    long inode = namespace;
    String kept = cgroup;
    becomeZombie();
    threads.put(thread, inode);
    threadCgroup = kept;
    return this;
  }

  /// The namespace of the thread that `directory` is of.
  @Nullable Long thread(String directory) {
    int at = directory.indexOf("/task/");
    return at < 0 ? null : threads.getOrDefault(Integer.valueOf(directory.substring(at + 6)), 0L);
  }

  @Nullable String text(String directory, String name) {
    return switch (name) {
      case "cgroup" -> thread(directory) == null ? cgroup : threadCgroup;
      case "cmdline" -> cmdline;
      case "status" -> "Uid:\t0\t0\t%d\t0\nCapEff:\t0\n".formatted(savedUid);
      case "uid_map" -> "%10d %10d %10d\n".formatted(0, 0, mappedUids);
      case "stat" ->
          "%d (%s) %c %d 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 %d 1 1\n"
              .formatted(pid, comm, state, parent, start);
      default -> null;
    };
  }
}
