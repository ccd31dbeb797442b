// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Command;
import dev.procpush.LiveNamespace;
import dev.procpush.RequiresRoot;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FixedPatience;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.NamespaceThread;
import dev.procpush.linux.RootFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Named namespaces of the running kernel, as `ip netns` makes them.
@RequiresRoot
@Timeout(300)
final class NamespaceMountsIT {
  private static final int MANY = 2000;
  private static final Path FOLDER = Path.of("/run/netns");

  private final String prefix = "procpush-mounts-" + ProcessHandle.current().pid() + "-";
  private final List<String> made = new ArrayList<>();
  private final KernelFiles kernel = KernelFiles.ofKernel();
  private final RootFiles root = RootFiles.under("/");
  private final NamespaceThread thread = NamespaceThread.start("/");
  private final ProcfsScanner scanner = scanner();

  @AfterEach
  void close() throws IOException {
    if (!made.isEmpty()) {
      batch("delete", made);
    }
    thread.close();
    root.close();
    kernel.close();
  }

  @Test
  void findsOneWithoutProcesses() {
    String name = add("empty");

    NetworkNamespace found = named(scanner.scan(), name);

    assertThat(found.kind()).isEqualTo(NamespaceKind.NAMED);
    assertThat(found.inode()).isEqualTo(inodeWithin(name));
    assertThat(found.processCount()).isZero();
    assertThat(found.directory()).isNull();
    assertThat(found.mounts())
        .extracting(NamespaceMount::path)
        .containsExactly(FOLDER.resolve(name).toString());
    assertThat(named(scanner.scan(), name)).isSameAs(found);
  }

  @Test
  void knowsProcessesAndMountToBeOneNamespaceAndKeepsItWhenTheyGo() throws Exception {
    String name = prefix + "lived-in";
    NetworkNamespace before;
    try (LiveNamespace live = LiveNamespace.named(name)) {
      before = named(scanner.scan(), name);
      assertThat(before.inode()).isEqualTo(live.inode());
      assertThat(before.processCount()).isOne();
      assertThat(before.oldestProcess()).isNotNull();
      assertThat(before.oldestProcess().pid()).isEqualTo(live.pid());
      alias(name, "alias");
      assertThat(named(scanner.scan(), prefix + "alias")).isSameAs(before);
    }
    String alias = prefix + "alias";

    NetworkNamespace after = named(scanner.scan(), alias);

    assertThat(after).isSameAs(before);
    assertThat(after.names()).containsExactly(alias);
    assertThat(after.processCount()).isZero();
    assertThat(after.oldestProcess()).isNull();
  }

  @Test
  void twoNamesAreOneNamespace() throws Exception {
    String name = add("z");
    NetworkNamespace before = named(scanner.scan(), name);
    String alias = alias(name, "a");

    Snapshot after = scanner.scan();

    assertThat(named(after, name)).isSameAs(before);
    assertThat(before.names()).containsExactly(name, alias);
    assertThat(before.mounts()).hasSize(2);
    assertThat(ours(after)).hasSize(1);
    assertThat(named(scanner().scan(), name).names()).containsExactly(alias, name);
  }

  @Test
  void oneMadeAgainUnderTheSameNameIsAnother() {
    String name = add("again");
    NetworkNamespace before = named(scanner.scan(), name);
    Command.run("ip", "netns", "delete", name);
    Command.run("ip", "netns", "add", name);

    assertThat(named(scanner.scan(), name)).isNotSameAs(before);
  }

  @Test
  void forgetsOneThatIsDeleted() {
    String name = add("gone");
    assertThat(ours(scanner.scan())).hasSize(1);
    Command.run("ip", "netns", "delete", name);
    made.remove(name);

    assertThat(ours(scanner.scan())).isEmpty();
  }

  @Test
  void keepsOneByItsNameWhenItsProcessEnds() throws Exception {
    String name = add("left");
    NetworkNamespace before;
    try (TestProgram program =
        TestProgram.start("ip", "netns", "exec", name, "sh", "-c", "echo ready; exec cat")) {
      before = named(scanner.scan(), name);
      assertThat(before.directory()).isEqualTo("/proc/" + program.pid());
    }

    NetworkNamespace after = named(scanner.scan(), name);

    assertThat(after).isSameAs(before);
    assertThat(after.directory()).isNull();
    assertThat(after.processCount()).isZero();
  }

  @Test
  void findsTwoThousand() throws Exception {
    List<String> names = IntStream.range(0, MANY).mapToObj(i -> prefix + "many-" + i).toList();
    made.addAll(names);
    batch("add", names);

    List<NetworkNamespace> found = ours(scanner.scan());
    for (int scan = 0; scan < 50 && found.size() < MANY; scan++) {
      found = ours(scanner.scan());
    }

    assertThat(found).hasSize(MANY);
    assertThat(found).extracting(NetworkNamespace::inode).doesNotHaveDuplicates();
    assertThat(ours(scanner.scan())).isEqualTo(found);
  }

  private ProcfsScanner scanner() {
    NamespaceMounts mounts =
        NamespaceMounts.in(
            root,
            List.of(FOLDER.toString(), "/run/docker/netns"),
            work -> thread.run(inside -> work.accept(mount -> inode(inside, mount))),
            new FixedPatience(500_000_000));
    ProcfsCheck check = ProcfsCheck.of(kernel, "/proc", true);
    return ProcfsScanner.of(kernel, "/proc", check, null, null, mounts);
  }

  private static long inode(NamespaceThread.Inside inside, NamespaceMount mount)
      throws ErrnoException {
    inside.enter(mount);
    return inside.inode();
  }

  private String add(String suffix) {
    String name = prefix + suffix;
    Command.run("ip", "netns", "add", name);
    made.add(name);
    return name;
  }

  /// Mounts a namespace once more.
  private String alias(String name, String suffix) throws IOException {
    String alias = prefix + suffix;
    Path file = Files.createFile(FOLDER.resolve(alias));
    made.add(alias);
    Command.run("mount", "--bind", FOLDER.resolve(name).toString(), file.toString());
    return alias;
  }

  private static void batch(String verb, List<String> names) throws IOException {
    Path batch = Files.createTempFile("procpush-netns", ".batch");
    try {
      Files.write(batch, names.stream().map(name -> "netns " + verb + " " + name).toList());
      Command.run("ip", "-batch", batch.toString());
    } finally {
      Files.delete(batch);
    }
  }

  private static long inodeWithin(String name) {
    String stat =
        Command.run("ip", "netns", "exec", name, "stat", "-Lc", "%i", "/proc/self/net/dev");
    return Long.parseLong(stat.strip());
  }

  private static NetworkNamespace named(Snapshot snapshot, String name) {
    return snapshot.namespaces().stream()
        .filter(namespace -> namespace.names().contains(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no namespace " + name));
  }

  private List<NetworkNamespace> ours(Snapshot snapshot) {
    return snapshot.namespaces().stream()
        .filter(namespace -> namespace.names().stream().anyMatch(name -> name.startsWith(prefix)))
        .toList();
  }
}
