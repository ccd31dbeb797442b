// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteMutants;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Annotations of OCI bundles. The composed hosts have whole files.
class BundleNamesTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String POD = "/kubepods/burstable/pod" + UID + "/";
  private static final String TASKS = "/io.containerd.runtime.v2.task/";
  private static final String STORAGE = "/containers/storage/overlay-containers/";
  private static final String CRI =
      """
      "io.kubernetes.cri.container-type": "container", "io.kubernetes.cri.container-name": "nginx",
      "io.kubernetes.cri.image-name": "docker.io/library/nginx:1.27",
      "io.kubernetes.cri.sandbox-name": "web-1", "io.kubernetes.cri.sandbox-namespace": "shop",
      "io.kubernetes.cri.sandbox-uid": "%s"
      """
          .formatted(UID);
  private static final String CRI_O_SANDBOX =
      """
      "io.kubernetes.cri-o.ContainerType": "sandbox", "io.kubernetes.cri-o.Image": "pause:3.9",
      "io.container.manager": "cri-o",
      "io.kubernetes.cri-o.Labels": "{\\"app\\":\\"web\\",\\"password\\":\\"x\\",\
      \\"io.kubernetes.pod.name\\":\\"web-1\\",\\"io.kubernetes.pod.namespace\\":\\"shop\\",\
      \\"io.kubernetes.pod.uid\\":\\"%s\\"}"
      """
          .formatted(UID);

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root = new FakeRootFiles();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run/containerd",
        "/run/k3s/containerd",
        "/run/k0s/containerd",
        "/var/snap/microk8s/common/run/containerd"
      })
  void containerdsBundleNamesTheContainerItsPodAndItsImage(String state) {
    procfs.add(10, 200, POD + ID);
    root.file(state + TASKS + "k8s.io/" + ID + "/config.json", json(CRI));

    Container container = only(scan());

    assertThat(container.runtime()).isEqualTo(ContainerRuntime.CONTAINERD);
    assertThat(container.pod()).isEqualTo(new Pod(UID, "shop", "web-1"));
    assertThat(container.podContainerName()).isEqualTo("nginx");
    assertThat(container.details().image())
        .isEqualTo(new ContainerImage("docker.io/library/nginx", List.of("1.27"), null));
  }

  @Test
  void anIdOfEcsHasABundle() {
    String id = "00112233445566778899aabbccddeeff-123456789";
    procfs.add(10, 200, "/ecs/00112233445566778899aabbccddeeff/" + id);
    root.file("/run/containerd" + TASKS + "fargate.task/" + id + "/config.json", json(CRI));

    Container container = only(scan());

    assertThat(container.id()).isEqualTo(id);
    assertThat(container.runtime()).isEqualTo(ContainerRuntime.CONTAINERD);
    assertThat(container.details().image())
        .isEqualTo(new ContainerImage("docker.io/library/nginx", List.of("1.27"), null));
  }

  @Test
  void theLogFilesNameGoesBeforeTheBundlesAndTheImageIsTheBundles() {
    procfs.add(10, 200, POD + ID);
    root.link(
        "/var/log/containers/web-1_shop_first-" + ID + ".log",
        "/var/log/pods/shop_web-1_" + UID + "/first/0.log");
    root.file("/run/containerd" + TASKS + "k8s.io/" + ID + "/config.json", json(CRI));

    Container container = only(scan());

    assertThat(container.podContainerName()).isEqualTo("first");
    assertThat(Objects.requireNonNull(container.details().image()).tags()).containsExactly("1.27");
  }

  @Test
  void nerdctlNamesItsContainers() {
    procfs.add(10, 200, "/system.slice/nerdctl-" + ID + ".scope");
    root.file(
        "/run/containerd" + TASKS + "default/" + ID + "/config.json",
        json("\"nerdctl/name\": \"web\""));

    assertThat(only(scan()).name()).isEqualTo("web");
  }

  @Test
  void dockersOwnBundlesAreNotRead() {
    procfs.add(10, 200, POD + ID);
    root.file("/run/containerd" + TASKS + "moby/" + ID + "/config.json", json(CRI));

    assertThat(only(scan()).podContainerName()).isNull();
    assertThat(root.asked).noneMatch(path -> path.contains("moby"));
  }

  @Test
  void criOsSandboxHasThePodsLabelsThatAreAllowed() {
    procfs.add(10, 200, POD + "crio-" + ID).comm("pause");
    procfs.add(11, 200, POD + "crio-" + "f".repeat(64));
    root.file("/run" + STORAGE + ID + "/userdata/config.json", json(CRI_O_SANDBOX));
    ProcfsScanner scanner = scanner(new AllowedLabels("app"::equals));

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.containers())
        .extracting(Container::pod)
        .containsOnly(new Pod(UID, "shop", "web-1", Map.of("app", "web")));
    assertThat(snapshot.containers().getFirst().sandbox()).isTrue();
    assertThat(scanner.scan().containers().getFirst()).isSameAs(snapshot.containers().getFirst());
  }

  @Test
  void noLabelIsKeptUnlessItIsAllowed() {
    procfs.add(10, 200, POD + "crio-" + ID);
    root.file("/run" + STORAGE + ID + "/userdata/config.json", json(CRI_O_SANDBOX));

    assertThat(Objects.requireNonNull(only(scan()).pod()).labels()).isEmpty();
  }

  @Test
  void conmonSaysWhereTheBundleIs() {
    String storage = "/home/ann/.local/share" + STORAGE;
    procfs.add(9, HOST, "/x").comm("conmon");
    procfs.process(9).cmdline("conmon", "-c", ID, "-b", storage + ID + "/userdata");
    procfs.add(10, 200, "/user.slice/libpod-" + ID + ".scope").parent(9);
    root.file(storage + ID + "/userdata/config.json", json("\"a\": \"b\""));
    root.file(
        storage + "containers.json",
        "[{\"id\":\"%s\",\"names\":[\"web\"],\"image\":\"%s\",\"metadata\":\"x\"}]"
            .formatted(ID, "ab".repeat(32)));

    Container container = only(scan());

    assertThat(container.name()).isEqualTo("web");
    assertThat(container.details().image())
        .isEqualTo(new ContainerImage(null, List.of(), "sha256:" + "ab".repeat(32)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "/home/x/userdata", "relative", "/home/%s/userdata/..", ""})
  void conmonLeadsNowhereElse(String bundle) {
    procfs
        .add(9, HOST, "/x")
        .comm("conmon")
        .cmdline("conmon", "-c", ID, "-b", bundle.formatted(ID));
    procfs.add(10, 200, "/user.slice/libpod-" + ID + ".scope").parent(9);

    scan();

    assertThat(root.asked)
        .isNotEmpty()
        .allMatch(path -> path.startsWith("/var/lib/containers") || path.startsWith("/run/"));
  }

  @Test
  void isReadOnceWhileTheContainerLives() {
    procfs.add(10, 200, POD + ID);
    root.file("/run/containerd" + TASKS + "k8s.io/" + ID + "/config.json", json(CRI));
    ProcfsScanner scanner = scanner(AllowedLabels.NONE);
    Container first = only(scanner.scan());
    root.asked.clear();

    for (int i = 0; i < 40; i++) {
      assertThat(only(scanner.scan())).isSameAs(first);
    }

    assertThat(root.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{", "{\"annotations\": 7}", "{\"annotations\":{\"a\":[{}"})
  void aConfigurationThatIsNoneNamesNothing(String text) {
    ContainerNames names = BundleConfig.parse(text.getBytes(UTF_8), null, AllowedLabels.NONE);

    assertThat(names == null ? ContainerNames.NONE : names).isEqualTo(ContainerNames.NONE);
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "{\"a\":".repeat(100_000);
    String quoted = "\"io.kubernetes.cri-o.Labels\": \"" + "[".repeat(100_000) + "\"";

    assertThat(BundleConfig.parse(deep.getBytes(UTF_8), null, AllowedLabels.NONE)).isNull();
    assertThat(BundleConfig.parse(json(quoted).getBytes(UTF_8), null, AllowedLabels.NONE))
        .isEqualTo(ContainerNames.NONE);
    assertThat(StorageList.parse("[".repeat(100_000).getBytes(UTF_8))).isEmpty();
  }

  @Test
  void mutantsGiveAResultOrNone() {
    AllowedLabels labels = new AllowedLabels(_ -> true);
    ByteMutants bundles = new ByteMutants(json(CRI_O_SANDBOX).getBytes(UTF_8), 25);
    ByteMutants lists =
        new ByteMutants(
            "[{\"id\":\"a\",\"names\":[\"b\"],\"metadata\":\"{\\\"image-name\\\":\\\"c:1\\\"}\"}]"
                .getBytes(UTF_8),
            25);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      read += BundleConfig.parse(bundles.next(), null, labels) == null ? 0 : 1;
      read += StorageList.parse(lists.next()).isEmpty() ? 0 : 1;
    }
    assertThat(read).isBetween(1_000, 199_000);
  }

  private Snapshot scan() {
    return scanner(AllowedLabels.NONE).scan();
  }

  private ProcfsScanner scanner(AllowedLabels labels) {
    NameSettings settings = new NameSettings(root, null, labels);
    ProcfsCheck check = new ProcfsCheck(true, List.of());
    return ProcfsScanner.of(
        procfs, FakeProcfs.PATH, CgroupNamespace.HOST, null, settings, check, null);
  }

  private static Container only(Snapshot snapshot) {
    assertThat(snapshot.containers()).hasSize(1);
    return snapshot.containers().getFirst();
  }

  private static String json(String annotations) {
    return "{\"process\":{\"env\":[\"SECRET=x\"]},\"annotations\":{" + annotations + "}}";
  }
}
