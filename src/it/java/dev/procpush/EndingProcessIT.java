// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.cli.Reach;
import dev.procpush.cli.VisitedNamespace;
import dev.procpush.collector.EnteringAccess;
import dev.procpush.collector.ProcessAccess;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.ProcfsCheck;
import dev.procpush.discovery.ProcfsScanner;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamespaceThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A namespace whose processes end between the scan and the visit.
@RequiresRoot
@Timeout(120)
final class EndingProcessIT {
  private final KernelFiles kernel = KernelFiles.ofKernel();
  private final NamespaceThread thread = NamespaceThread.start("/");
  private final ProcfsScanner scanner =
      ProcfsScanner.of(kernel, "/proc", ProcfsCheck.of(kernel, "/proc", true), null, null, null);

  @AfterEach
  void close() {
    thread.close();
    kernel.close();
  }

  @Test
  void isEnteredThroughThoseThatAreLeft() throws IOException {
    try (LiveNamespace live = LiveNamespace.create()) {
      live.addProcess();
      live.ip(List.of("link add one type veth peer name other"));
      long number = number(live.pid());
      Snapshot snapshot = scanner.scan();
      NetworkNamespace namespace = namespace(snapshot, live.inode());

      end(namespace);
      VisitedNamespace visited = visited(snapshot, namespace);
      assertThat(visited.reach()).isEqualTo(Reach.ALL);
      assertThat(visited.netNumber()).isEqualTo(number);
      assertThat(visited.interfaces().split(" ")).containsExactlyInAnyOrder("lo", "one", "other");

      end(namespace);
      assertThat(visited(snapshot, namespace))
          .isEqualTo(
              new VisitedNamespace(Reach.NOTHING, null, "find a process in the namespace: ESRCH"));
    }
  }

  private VisitedNamespace visited(Snapshot snapshot, NetworkNamespace namespace) {
    return Objects.requireNonNull(
        new NamespaceReach(new EnteringAccess(thread::run, new ProcessAccess(kernel)))
            .of(snapshot)
            .get(namespace));
  }

  private static NetworkNamespace namespace(Snapshot snapshot, long inode) {
    return snapshot.namespaces().stream()
        .filter(namespace -> namespace.inode() == inode)
        .findFirst()
        .orElseThrow();
  }

  /// Ends the process through which the namespace is read.
  private static void end(NetworkNamespace namespace) {
    String directory = String.valueOf(namespace.directory());
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(directory.substring("/proc/".length()))).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  private static long number(long pid) throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
    return Long.parseLong(link.replaceAll("\\D", ""));
  }
}
