// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Command;
import dev.procpush.LiveNamespace;
import dev.procpush.RequiresRoot;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes, namespaces and cgroups of the running kernel.
@RequiresRoot
@Timeout(180)
final class DiscoveryIT {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int MOST_ROUNDS = 60;
  private static final int TRIES_OF_A_ROUND = 50;

  private final KernelFiles kernel = KernelFiles.ofKernel();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(kernel, "/proc", ProcfsCheck.of(kernel, "/proc", true), null, null);

  @Test
  void findsANamespaceAndAllThatAreInIt() throws Exception {
    try (LiveNamespace live = LiveNamespace.create()) {
      live.addProcess();

      NetworkNamespace found = find(scanner.scan(), inode(live.pid()));

      assertThat(found.kind()).isEqualTo(NamespaceKind.PROCESS);
      assertThat(found.processCount()).isEqualTo(2);
      assertThat(found.directory()).isEqualTo("/proc/" + live.pid());
    }
  }

  @Test
  void theHostsNamespaceIsThatOfPid1() throws Exception {
    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.host()).isNotNull();
    assertThat(snapshot.host().inode()).isEqualTo(inode(1));
    assertThat(snapshot.namespaces())
        .extracting(NetworkNamespace::inode)
        .doesNotContain(inode(1))
        .doesNotHaveDuplicates();
  }

  /// The kernel gives a free number again at once, but to whoever asks first, be it a container
  /// that lives on: then the next round begins with another number.
  @Test
  void aNamespaceMadeAgainUnderTheSameNameAndInodeIsAnother() throws Exception {
    String name = "procpush-" + ProcessHandle.current().pid();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      NetworkNamespace before;
      try (NamedNamespace first = NamedNamespace.create(name)) {
        before = find(scanner.scan(), inode(first.pid()));
      }
      for (int i = 0; i < TRIES_OF_A_ROUND; i++) {
        try (NamedNamespace again = NamedNamespace.create(name)) {
          if (inode(again.pid()) == before.inode()) {
            assertThat(find(scanner.scan(), before.inode())).isNotSameAs(before);
            return;
          }
        }
      }
    }
    throw new AssertionError("the kernel never used an inode again");
  }

  @Test
  void aPidThatIsUsedAgainIsAnotherProcess(@TempDir Path folder) throws Exception {
    Path program = compile(folder, "reuse");
    long pid;
    NetworkNamespace before;
    try (LiveNamespace live = LiveNamespace.create()) {
      pid = live.pid();
      before = find(scanner.scan(), inode(pid));
    }
    try (TestProgram reuse = TestProgram.start(program.toString(), Long.toString(pid))) {
      assertThat(reuse.said()).isEqualTo("pid " + pid);
      NetworkNamespace after = find(scanner.scan(), inode(pid));
      assertThat(after).isNotSameAs(before);
      assertThat(after.directory()).isEqualTo("/proc/" + pid);
    }
  }

  @Test
  void aZombieDoesNotTakeItsContainerAlong() throws Exception {
    try (TestCgroup cgroup = new TestCgroup('d');
        TestProgram parent =
            TestProgram.start(
                "unshare",
                "--net",
                "sh",
                "-c",
                "sleep 600 & one=$!; sleep 600 & echo $one $!; exec cat")) {
      String[] children = parent.said().split(" ", -1);
      for (String child : children) {
        cgroup.take(Long.parseLong(child));
      }
      NetworkNamespace before = find(scanner.scan(), inode(parent.pid()));
      assertThat(before.directory()).isEqualTo("/proc/" + children[0]);

      Command.run("kill", "-9", children[0]);
      eventually(LONGEST, () -> assertThat(state(children[0])).isEqualTo('Z'));

      for (int cycle = 0; cycle < 14; cycle++) {
        NetworkNamespace after = find(scanner.scan(), before.inode());
        assertThat(after).isSameAs(before);
        assertThat(ownerId(after)).isEqualTo(cgroup.id());
        assertThat(after.directory()).isEqualTo("/proc/" + children[1]);
      }
      Command.run("kill", "-9", children[1]);
    }
  }

  @Test
  void aNamespaceIsReadThroughTheThreadsOfADeadLeader(@TempDir Path folder) throws Exception {
    Path program = compile(folder, "deadleader");
    try (TestCgroup cgroup = new TestCgroup('e');
        TestProgram leader = TestProgram.start("unshare", "--net", program.toString())) {
      String pid = Long.toString(leader.pid());
      cgroup.take(leader.pid());
      NetworkNamespace before = find(scanner.scan(), inode(leader.pid()));
      assertThat(ownerId(before)).isEqualTo(cgroup.id());

      leader.tell("go");
      eventually(LONGEST, () -> assertThat(state(pid)).isEqualTo('Z'));

      for (int cycle = 0; cycle < 14; cycle++) {
        NetworkNamespace after = find(scanner.scan(), before.inode());
        assertThat(after).isSameAs(before);
        assertThat(ownerId(after)).isEqualTo(cgroup.id());
        assertThat(after.directory()).startsWith("/proc/" + pid + "/task/");
        assertThat(kernel.read(String.valueOf(after.directory()), "net/dev").length()).isPositive();
      }
      NetworkNamespace fresh = find(freshScan(), before.inode());
      assertThat(ownerId(fresh)).isEqualTo(cgroup.id());
    }
  }

  @Test
  void aCgroupMoveWithinANamespaceIsSeenWithinTwelveCycles() throws Exception {
    try (TestCgroup one = new TestCgroup('b');
        TestCgroup other = new TestCgroup('c');
        LiveNamespace live = LiveNamespace.create()) {
      long second = live.addProcess();
      one.take(live.pid());
      one.take(second);
      NetworkNamespace namespace = find(scanner.scan(), inode(live.pid()));
      scanner.scan();
      scanner.scan();
      assertThat(ownerId(namespace)).isEqualTo(one.id());

      other.take(second);
      for (int cycle = 0; cycle < 12; cycle++) {
        scanner.scan();
      }
      assertThat(namespace.members())
          .extracting(Container::id)
          .containsExactly(one.id(), other.id());

      other.take(live.pid());
      for (int cycle = 0; cycle < 12; cycle++) {
        scanner.scan();
      }
      assertThat(ownerId(find(scanner.scan(), namespace.inode()))).isEqualTo(other.id());
    }
  }

  @Test
  void agreesWithAFreshScannerWhileProcessesComeAndGo() throws Exception {
    List<LiveNamespace> living = new ArrayList<>();
    try {
      for (int round = 0; round < 20; round++) {
        living.add(LiveNamespace.create());
        if (round % 3 == 2) {
          living.removeFirst().close();
        }
        Snapshot known = scanner.scan();
        Snapshot fresh = freshScan();
        for (LiveNamespace one : living) {
          long inode = inode(one.pid());
          assertThat(find(known, inode).directory()).isEqualTo(find(fresh, inode).directory());
        }
      }
    } finally {
      living.forEach(LiveNamespace::close);
    }
  }

  private Snapshot freshScan() {
    ProcfsCheck check = ProcfsCheck.of(kernel, "/proc", true);
    return ProcfsScanner.of(kernel, "/proc", check, null, null).scan();
  }

  private long inode(long pid) throws ErrnoException {
    return kernel.inode("/proc/" + pid, "net/dev");
  }

  private static NetworkNamespace find(Snapshot snapshot, long inode) {
    return snapshot.namespaces().stream()
        .filter(namespace -> namespace.inode() == inode)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no namespace " + inode));
  }

  private static @Nullable String ownerId(NetworkNamespace namespace) {
    Container owner = namespace.owner();
    return owner == null ? null : owner.id();
  }

  private static char state(String pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  /// Compiles a C program of the test resources.
  private static Path compile(Path folder, String name) throws IOException {
    Path source = folder.resolve(name + ".c");
    try (var in = DiscoveryIT.class.getResourceAsStream(name + ".c")) {
      assertThat(in).isNotNull();
      Files.copy(in, source);
    }
    Path program = folder.resolve(name);
    Command.run("gcc", "-O1", "-pthread", "-o", program.toString(), source.toString());
    return program;
  }
}
