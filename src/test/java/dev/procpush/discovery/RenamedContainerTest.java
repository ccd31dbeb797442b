// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A name that was found is read again now and then, since Docker can rename a container.
class RenamedContainerTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String DOCKER = "/docker/" + ID;
  private static final int RETRIES = 10;
  private static final int ROTA = 30;

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root = new FakeRootFiles();

  @Test
  void aContainerThatIsRenamedIsAnother() {
    procfs.add(10, 200, DOCKER);
    procfs.add(11, 201, "/docker/" + "f".repeat(64));
    root.file(state(ID), json("/web"));
    root.file(state("f".repeat(64)), "{}");
    ProcfsScanner scanner = scanner();
    Container before = scanner.scan().containers().getFirst();
    for (int i = 0; i < RETRIES; i++) {
      assertThat(scanner.scan().containers().getFirst()).isSameAs(before);
    }
    root.file(state(ID), json("/shop"));
    root.asked.clear();

    for (int i = 0; i < ROTA; i++) {
      scanner.scan();
    }

    Snapshot after = scanner.scan();
    assertThat(after.containers().getFirst().name()).isEqualTo("shop");
    assertThat(after.namespaces().getFirst().owner()).isSameAs(after.containers().getFirst());
    assertThat(root.asked.stream().filter(path -> path.contains(ID)))
        .as("once, or twice where the turn comes around")
        .hasSizeBetween(1, 2);
    assertThat(root.asked).noneMatch(path -> path.contains("daemon.json"));
  }

  @Test
  void aNameThatCanNoLongerBeReadStays() {
    procfs.add(10, 200, DOCKER);
    root.file(state(ID), json("/web"));
    ProcfsScanner scanner = scanner();
    Container before = only(scanner.scan());
    root.deny();

    for (int i = 0; i < ROTA; i++) {
      assertThat(only(scanner.scan())).isSameAs(before);
    }
    assertThat(scanner.notices()).isEmpty();
  }

  private ProcfsScanner scanner() {
    ProcfsCheck check = new ProcfsCheck(true, List.of());
    return ProcfsScanner.of(procfs, FakeProcfs.PATH, check, root, null);
  }

  private static Container only(Snapshot snapshot) {
    assertThat(snapshot.containers()).hasSize(1);
    return snapshot.containers().getFirst();
  }

  private static String state(String id) {
    return "/var/lib/docker/containers/" + id + "/config.v2.json";
  }

  private static String json(String name) {
    return "{\"ID\":\"%s\",\"Name\":\"%s\"}".formatted(ID, name);
  }
}
