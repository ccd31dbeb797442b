// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.NamedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RuntimeNamesTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final int ROTA = 30;

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root = new FakeRootFiles();
  private final FakeApi api = new FakeApi();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(
          procfs,
          FakeProcfs.PATH,
          CgroupNamespace.HOST,
          null,
          new NameSettings(
              root, NamedFiles.inline(root), null, new AllowedLabels("team"::equals), api),
          new ProcfsCheck(true, List.of()),
          null);

  @Test
  void anAnswerIsTakenByALaterCycle() {
    procfs.add(10, 200, "/docker/" + ID);

    assertThat(only().name()).isNull();
    api.answer("web", Map.of("team", "blue", "password", "x"));
    Container container = only();

    assertThat(container.name()).isEqualTo("web");
    assertThat(container.details().image())
        .isEqualTo(new ContainerImage("nginx", List.of("1.27"), "sha256:" + "0".repeat(64)));
    assertThat(container.details().labels()).isEqualTo(Map.of("team", "blue"));
    assertThat(api.questions).hasSize(1);
  }

  @Test
  void anAnswerThatComesLateIsTakenAsWell() {
    procfs.add(10, 200, "/docker/" + ID);
    for (int i = 0; i < 100; i++) {
      assertThat(only().name()).isNull();
    }
    api.answer("web", Map.of());

    assertThat(only().name()).isEqualTo("web");
    assertThat(api.questions).hasSize(1);
  }

  @Test
  void whatNoRuntimeKnowsIsNotAskedForAgain() {
    procfs.add(10, 200, "/docker/" + ID);
    only();
    api.questions.getFirst().settle(null);
    for (int i = 0; i < 2 * ROTA; i++) {
      only();
    }

    assertThat(api.questions).hasSize(1);
  }

  @Test
  void aRenamedContainerIsSeenInTime() {
    procfs.add(10, 200, "/docker/" + ID);
    only();
    api.answer("web", Map.of());
    only();
    for (int i = 0; i < ROTA; i++) {
      only();
    }
    assertThat(api.questions).hasSize(2);
    assertThat(only().name()).isEqualTo("web");
    api.answer("shop", Map.of());

    assertThat(only().name()).isEqualTo("shop");
  }

  @Test
  void namesOfKubernetesMakeThePod() {
    procfs.add(10, 200, "/kubepods/burstable/pod" + UID + "/" + ID);
    only();
    api.answer("k8s_nginx_web-1_shop_" + UID + "_0", Map.of());

    assertThat(only().pod()).isEqualTo(new Pod(UID, "shop", "web-1"));
    assertThat(only().podContainerName()).isEqualTo("nginx");
  }

  @Test
  void filesAreNotMissedWhereTheRuntimeAnswers() {
    procfs.add(10, 200, "/docker/" + ID);
    root.deny();
    only();

    assertThat(scanner.notices()).isEmpty();
    api.notices.add("container runtime at /run/docker.sock: EACCES");
    assertThat(scanner.notices()).hasSize(2).startsWith(api.notices.getFirst());
  }

  @Test
  void machinesWithoutAnIdAreNotAskedFor() {
    procfs.add(10, 200, "/lxc/web");
    only();

    assertThat(api.questions).isEmpty();
  }

  private Container only() {
    Snapshot snapshot = scanner.scan();
    assertThat(snapshot.containers()).hasSize(1);
    return snapshot.containers().getFirst();
  }

  private static final class FakeApi implements RuntimeApi {
    private final List<Inspection> questions = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    void answer(String name, Map<String, String> labels) {
      Inspection question = Objects.requireNonNull(questions.getLast());
      question.settle(
          new InspectedContainer(
              question.id(), name, "nginx:1.27", "sha256:" + "0".repeat(64), labels));
    }

    @Override
    public Inspection inspect(String id) {
      Inspection question = new Inspection(id);
      questions.add(question);
      return question;
    }

    @Override
    public List<String> notices() {
      return notices;
    }
  }
}
