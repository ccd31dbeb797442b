// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.cli.Reach;
import dev.procpush.cli.VisitedNamespace;
import dev.procpush.collector.EnteringAccess;
import dev.procpush.collector.FadingNamespace;
import dev.procpush.collector.FakeInside;
import dev.procpush.collector.NamespaceAccess;
import dev.procpush.collector.ProcessAccess;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `namespaces` says of a namespace whose processes end between the scan and the visit.
class NamespaceReachTest {
  private static final long INODE = 60;

  private final FakeInside inside = new FakeInside();
  private final NetworkNamespace namespace = new FadingNamespace(INODE, 10, 11);
  @TempDir private Path root;

  @Test
  void entersThroughTheNextProcessWhenTheFirstHasEnded() throws IOException {
    inside.with("net/dev", netDev("eth0"));
    process(11, INODE, "eth0");
    inside.processes.put("proc/11", INODE);

    assertThat(visited(entering()))
        .isEqualTo(new VisitedNamespace(Reach.ALL, FakeInside.NSFS + INODE, "eth0"));
  }

  @Test
  void readsThroughTheNextProcessWhenTheFirstHasEnded() throws IOException {
    process(11, INODE, "lo eth0");
    inside.denied.add("proc/10");
    inside.denied.add("proc/11");

    VisitedNamespace files = new VisitedNamespace(Reach.FILES, INODE, "lo eth0");
    assertThat(visited(entering())).isEqualTo(files);
    assertThat(visited(new ProcessAccess(KernelFiles.ofDirectory(root)))).isEqualTo(files);
  }

  @Test
  void readsThroughNoProcessThatIsInAnotherNamespaceByNow() throws IOException {
    process(10, INODE + 1, "wrong");
    process(11, INODE, "lo");
    inside.denied.add("proc/10");
    inside.denied.add("proc/11");

    assertThat(visited(entering())).isEqualTo(new VisitedNamespace(Reach.FILES, INODE, "lo"));
  }

  @Test
  void saysThatNoProcessIsLeft() {
    inside.denied.add("proc/10");
    inside.denied.add("proc/11");

    assertThat(visited(entering()))
        .isEqualTo(
            new VisitedNamespace(Reach.NOTHING, null, "find a process in the namespace: ESRCH"));
  }

  private NamespaceAccess entering() {
    return new EnteringAccess(
        work -> work.accept(inside), new ProcessAccess(KernelFiles.ofDirectory(root)));
  }

  private VisitedNamespace visited(NamespaceAccess access) {
    Snapshot snapshot = new Snapshot(null, List.of(namespace), List.of(), Map.of());
    IdentityHashMap<NetworkNamespace, VisitedNamespace> visited =
        new NamespaceReach(access).of(snapshot);
    assertThat(visited).containsOnlyKeys(namespace);
    return Objects.requireNonNull(visited.get(namespace));
  }

  private void process(int pid, long inode, String interfaces) throws IOException {
    Path folder = root.resolve("proc/" + pid);
    Files.createDirectories(folder.resolve("net"));
    Files.createDirectories(folder.resolve("ns"));
    Files.writeString(folder.resolve("net/dev"), netDev(interfaces.split(" ")));
    Files.createSymbolicLink(folder.resolve("ns/net"), Path.of("net:[" + inode + "]"));
  }

  private static String netDev(String... interfaces) {
    StringBuilder text =
        new StringBuilder(
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            """);
    for (String name : interfaces) {
      text.append("%6s: 1 2 0 0 0 0 0 0 3 4 0 0 0 0 0 0\n".formatted(name));
    }
    return text.toString();
  }
}
