// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.docker;
import static dev.procpush.discovery.Scans.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LivingProcessesTest {
  private final FakeProcfs procfs = new FakeProcfs();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(
          procfs, FakeProcfs.PATH, ProcfsCheck.of(procfs, FakeProcfs.PATH, true), null, null);

  @Test
  void areThoseOfContainersAndOthers() {
    procfs.add(10, HOST, docker('a'));
    procfs.add(11, 200, docker('b'));
    procfs.add(12, 200, docker('b'));

    assertThat(containers(scanner.scan()))
        .isEqualTo(Map.of(1, "", 2, "", 10, id('a'), 11, id('b'), 12, id('b')));
  }

  @Test
  void areAsTheLastScanSawThem() {
    procfs.add(10, HOST, docker('a'));
    scanner.scan();
    procfs.end(10);
    procfs.add(11, HOST, docker('b'));

    assertThat(containers(scanner.scan())).isEqualTo(Map.of(1, "", 2, "", 11, id('b')));
  }

  @Test
  void areTheSameObjectsWhileTheyLive() {
    procfs.add(10, HOST, docker('a'));
    LivingProcess first = find(scanner.scan(), 10);

    assertThat(find(scanner.scan(), 10)).isSameAs(first);
    assertThat(first.directory()).isEqualTo("/proc/10");
    procfs.add(10, HOST, docker('a')).start(99);
    assertThat(find(scanner.scan(), 10)).isNotSameAs(first);
  }

  @Test
  void areListedAsTheLastScanListedThemWithTheDead() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int pid = 10; pid < 300; pid++) {
      procfs.add(pid, HOST, docker('a'));
    }
    procfs.process(11).becomeZombie();
    procfs.forEachNumber(FakeProcfs.PATH, (pid, inode) -> expected.add(pid + " " + inode));
    scanner.scan();
    procfs.forget();

    assertThat(listed()).isEqualTo(expected).contains("11 " + procfs.process(11).entry);
    procfs.end(299);
    scanner.scan();
    assertThat(listed()).isEqualTo(expected.subList(0, expected.size() - 1));
    assertThat(procfs.count("list /proc")).isEqualTo(1);
  }

  private List<String> listed() throws Exception {
    List<String> listed = new ArrayList<>();
    scanner.listing().forEach((pid, inode) -> listed.add(pid + " " + inode));
    return listed;
  }

  private static Map<Integer, String> containers(Snapshot snapshot) {
    Map<Integer, String> found = new TreeMap<>();
    snapshot
        .living()
        .forEach(
            (process, container) -> found.put(process.pid(), container == null ? "" : container));
    return found;
  }

  private static LivingProcess find(Snapshot snapshot, int pid) {
    Map<Integer, LivingProcess> found = new TreeMap<>();
    snapshot.living().forEach((process, _) -> found.put(process.pid(), process));
    return Objects.requireNonNull(found.get(pid));
  }
}
