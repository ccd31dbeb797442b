// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteMutants;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameSourcesTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String DOCKER = "/docker/" + ID;
  private static final String POD = "/kubepods/burstable/pod" + UID + "/";
  private static final int RETRIES = 10;

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root = new FakeRootFiles();

  @Test
  void dockersStateGivesTheName() {
    procfs.add(10, 200, DOCKER);
    root.file(state("/var/lib/docker"), json("/web", ""));

    assertThat(only(scan()).name()).isEqualTo("web");
  }

  @Test
  void theNameTellsTheRuntimeWhereThePathDoesNot() {
    procfs.add(10, 200, "/../" + ID);
    root.file(state("/var/lib/docker"), json("/web", ""));

    assertThat(only(scan()).runtime()).isEqualTo(ContainerRuntime.DOCKER);
  }

  @Test
  void dockersStateOfAnotherContainerIsNotBelieved() {
    procfs.add(10, 200, DOCKER);
    root.file(state("/var/lib/docker"), json("/web", "").replace(ID, "f".repeat(64)));

    assertThat(only(scan()).name()).isNull();
  }

  @Test
  void labelsOfKubernetesMakeThePod() {
    procfs.add(10, 200, POD + ID);
    root.file(
        state("/var/lib/docker"),
        json(
            "/k8s_POD_web-1_shop_" + UID + "_0",
            """
            "io.kubernetes.pod.name": "web-1", "io.kubernetes.pod.namespace": "shop",
            "io.kubernetes.pod.uid": "%s", "io.kubernetes.docker.type": "podsandbox"
            """
                .formatted(UID)));

    Container sandbox = only(scan());

    assertThat(sandbox.pod()).isEqualTo(new Pod(UID, "shop", "web-1"));
    assertThat(sandbox.sandbox()).isTrue();
    assertThat(sandbox.name()).isNull();
    assertThat(sandbox.podContainerName()).isNull();
  }

  @Test
  void theDaemonsConfigurationMovesDockersFolder() {
    procfs.add(10, 200, DOCKER);
    procfs.add(5, HOST, "/system.slice/docker.service").comm("dockerd").cmdline("dockerd");
    root.file(
        "/etc/docker/daemon.json", "{\"log-opts\": {\"data-root\": 1}, \"data-root\":\"/d\"}");
    root.file(state("/d"), json("/web", ""));

    assertThat(only(scan()).name()).isEqualTo("web");
  }

  @Test
  void theDaemonsCommandLineMovesDockersFolder() {
    procfs.add(5, HOST, "/").comm("dockerd").cmdline("dockerd", "--data-root", "/d", "-H", "x");
    procfs.add(6, HOST, "/").comm("dockerd").cmdline("dockerd", "--data-root=/liar");
    procfs.add(10, 200, DOCKER);
    root.file(state("/d"), json("/web", ""));

    assertThat(only(scan()).name()).isEqualTo("web");
  }

  @Test
  void aStrangerThatCallsItselfDockerdMovesNoFolder() {
    procfs.add(3, HOST, "/").comm("dockerd").cmdline("dockerd", "--data-root=/liar").savedUid(1000);
    procfs.add(4, HOST, "/").comm("dockerd").cmdline("dockerd", "--data-root=/nest").mappedUids(1);
    procfs.add(5, HOST, "/").comm("dockerd").cmdline("dockerd", "--data-root=/d");
    procfs.add(10, 200, DOCKER);
    root.file(state("/liar"), json("/liar", ""));
    root.file(state("/nest"), json("/nest", ""));
    root.file(state("/d"), json("/web", ""));

    assertThat(only(scan()).name()).isEqualTo("web");
  }

  @Test
  void theUsersFolderComesFirst() {
    procfs.add(10, 200, DOCKER);
    root.file("/etc/docker/daemon.json", "{\"data-root\":\"/d\"}");
    root.file(state("/mine"), json("/web", ""));

    assertThat(only(scanner("/mine").scan()).name()).isEqualTo("web");
    assertThat(root.asked).doesNotContain("/etc/docker/daemon.json");
  }

  @Test
  void aNameThatComesLateIsFound() {
    procfs.add(10, 200, DOCKER);
    ProcfsScanner scanner = scanner(null);
    assertThat(only(scanner.scan()).name()).isNull();
    Container before = only(scanner.scan());
    root.file(state("/var/lib/docker"), json("/web", ""));

    Container after = only(scanner.scan());

    assertThat(after.name()).isEqualTo("web");
    assertThat(after).isNotSameAs(before);
    assertThat(only(scanner.scan())).isSameAs(after);
  }

  @Test
  void aNameIsLookedForAFewTimesAndAskedForOnce() {
    procfs.add(10, 200, DOCKER);
    ProcfsScanner scanner = scanner(null);
    for (int i = 0; i < RETRIES; i++) {
      scanner.scan();
    }
    root.asked.clear();
    scanner.scan();
    assertThat(root.asked).isEmpty();
    procfs.add(11, 201, "/docker/" + "f".repeat(64));
    scanner.scan();
    assertThat(root.asked).noneMatch(path -> path.contains(ID));
  }

  @Test
  void namesOutOfReachAreSaidWithTheWayOut() {
    procfs.add(10, 200, DOCKER);
    root.deny();
    ProcfsScanner scanner = scanner(null);
    assertThat(scanner.notices()).isEmpty();

    assertThat(only(scanner.scan()).name()).isNull();

    assertThat(scanner.notices())
        .singleElement()
        .asString()
        .contains("EACCES", "uid 0", "PROCPUSH_USER=0")
        .doesNotContain("\n");
  }

  @Test
  void namesWithoutTheHostsRootAreSaidWithTheWayOut() {
    procfs.add(10, 200, DOCKER);
    ProcfsScanner scanner = scanner(null);

    scanner.scan();

    assertThat(scanner.notices())
        .singleElement()
        .asString()
        .contains("/var/lib/docker/containers", "ENOENT", "/:/host:ro", "--docker.root")
        .doesNotContain("\n");
  }

  @Test
  void aNameThatDockerLacksIsNotOutOfReach() {
    procfs.add(10, 200, DOCKER);
    root.file("/var/lib/docker/containers/" + "f".repeat(64) + "/config.v2.json", "{}");
    ProcfsScanner scanner = scanner(null);

    scanner.scan();

    assertThat(scanner.notices()).isEmpty();
  }

  @Test
  void aParentThatIsGonePutsNothingOutOfReach() {
    procfs.add(10, 200, DOCKER).parent(99);
    root.file("/var/lib/docker/containers/" + "f".repeat(64) + "/config.v2.json", "{}");
    ProcfsScanner scanner = scanner(null);

    scanner.scan();

    assertThat(scanner.notices()).isEmpty();
  }

  @Test
  void imagesOutOfReachAreSaidWithTheWayOut() {
    procfs.add(10, 200, "/machine.slice/libpod-" + ID + ".scope");
    root.deny();
    ProcfsScanner scanner = scanner(null);

    scanner.scan();

    assertThat(scanner.notices())
        .singleElement()
        .asString()
        .startsWith("images of containers")
        .contains("EACCES", "uid 0", "PROCPUSH_USER=0")
        .doesNotContain("\n");
  }

  @Test
  void namesOfMachinesAreNotOutOfReach() {
    procfs.add(11, 201, "/lxc/web");
    root.deny();
    ProcfsScanner scanner = scanner(null);

    scanner.scan();

    assertThat(scanner.notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/lxc/..", "/lxc/a\\b", "/machine.slice/machine-..\\x2fetc.scope"})
  void noPathIsMadeOfWhatIsNoId(String cgroup) {
    procfs.add(10, 200, cgroup);

    scan();

    assertThat(root.asked).isEmpty();
  }

  @Test
  void aHostileNameIsKeptAsItIsButBounded() {
    String name = "a\u001b[31m\"\n\u202e\\" + "😀".repeat(5000);
    procfs.add(10, 200, DOCKER);
    root.file(
        state("/var/lib/docker"),
        json(
            "/"
                + name.replace("\u001b", "\\u001b")
                    .replace("\\[", "[")
                    .replace("\n", "\\n")
                    .replace("\"", "\\\"")
                    .replace("\u202e\\", "\u202e\\\\"),
            ""));

    String kept = only(scan()).name();

    assertThat(kept).isNotNull().hasSizeBetween(250, 255);
    assertThat(name).startsWith(kept);
    assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1))).isFalse();
  }

  @Test
  void aLoneSurrogateIsReplaced() {
    procfs.add(10, 200, DOCKER);
    root.file(state("/var/lib/docker"), json("/a\\ud800b", ""));

    assertThat(only(scan()).name()).isEqualTo("a\ufffdb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{\"ID\": 7}", "{\"Config\": {\"Labels\": null}}"})
  void aStateThatIsNoneGivesNoName(String text) {
    procfs.add(10, 200, DOCKER);
    root.file(state("/var/lib/docker"), text);

    assertThat(only(scan()).name()).isNull();
  }

  @Test
  void aStateThatIsNestedTooDeepOrTooLongGivesNoName() {
    assertThat(
            DockerState.parse(
                ("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8), ID, AllowedLabels.NONE))
        .isNull();
    procfs.add(10, 200, DOCKER);
    root.file(state("/var/lib/docker"), json("/" + "a".repeat(2 << 20), ""));

    assertThat(only(scan()).name()).isNull();
  }

  @Test
  void mutantsOfAStateGiveAResultOrNone() {
    String label = "\"io.kubernetes.pod.name\": \"web-1\"";
    byte[] json = json("/web", label).getBytes(UTF_8);
    ByteMutants mutants = new ByteMutants(json, 25);
    int named = 0;
    for (int i = 0; i < 100_000; i++) {
      named += DockerState.parse(mutants.next(), ID, AllowedLabels.NONE) == null ? 0 : 1;
    }
    assertThat(named).isBetween(1_000, 99_000);
  }

  private Snapshot scan() {
    return scanner(null).scan();
  }

  private ProcfsScanner scanner(@Nullable String dockerRoot) {
    ProcfsCheck check = new ProcfsCheck(true, List.of());
    return ProcfsScanner.of(procfs, FakeProcfs.PATH, check, root, dockerRoot);
  }

  private static Container only(Snapshot snapshot) {
    assertThat(snapshot.containers()).hasSize(1);
    return snapshot.containers().getFirst();
  }

  private static String state(String folder) {
    return folder + "/containers/" + ID + "/config.v2.json";
  }

  private static String json(String name, String labels) {
    return """
    {"StreamConfig":{},"State":{"Running":true,"Pid":10},"ID":"%s",
     "Config":{"Hostname":"h","Env":["SECRET=x"],"Labels":{"a":"b"%s},"Cmd":["sh"]},
     "Name":"%s","Driver":"overlay2"}
    """
        .formatted(ID, labels.isEmpty() ? "" : "," + labels, name);
  }
}
