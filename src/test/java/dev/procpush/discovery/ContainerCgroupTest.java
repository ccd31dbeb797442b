// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.procfs.PidCgroup;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// In the paths `<id>` stands for 64 hexadecimal digits, `<outer>` for others, `<u_i_d>` and
/// `<u-i-d>` for a pod's uid, `<md5>` for a static pod's and `<handle>` for what Diego calls a
/// container in Garden.
class ContainerCgroupTest {
  private static final String ID =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String OUTER = "f".repeat(64);
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String HANDLE = "2d1b4a0f-7d9c-4c5a-6a0b-4f2e";
  private static final String MD5 = "00112233445566778899aabbccddeeff";

  @ParameterizedTest
  @CsvSource({
    "/docker/<id>, DOCKER",
    "/system.slice/docker-<id>.scope, DOCKER",
    "/user.slice/user-1000.slice/user@1000.service/user.slice/docker-<id>.scope, DOCKER",
    "/system.slice/docker-<id>.scope/init.scope, DOCKER",
    "/docker/<outer>/docker/<id>, DOCKER",
    "/docker/<id>/system.slice/nginx.service, DOCKER",
    "/custom/<id>, ",
    "/<id>, ",
    "/../<id>, ",
    "/../docker-<id>.scope, DOCKER",
    "/moby/<id>, DOCKER",
    "/default/<id>, CONTAINERD",
    "/k8s.io/<id>, CONTAINERD",
    "/system.slice/nerdctl-<id>.scope, CONTAINERD",
    "/system.slice/runc-<id>.scope, ",
    "/machine.slice/libpod-<id>.scope, PODMAN",
    "/machine.slice/libpod-<id>.scope/container, PODMAN",
    "/machine.slice/machine-libpod_pod_<outer>.slice/libpod-<id>.scope/container, PODMAN",
    "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-<id>.scope/container, PODMAN",
    "/system.slice/web.service/libpod-payload-<id>, PODMAN",
    "/libpod_parent/libpod-<id>, PODMAN",
    "/libpod_parent/<outer>/libpod-<id>, PODMAN",
    "/ecs/<md5>/<id>, DOCKER",
    "/ecs/cluster/<md5>/<id>, DOCKER",
    "/ecstasks.slice/ecstasks-<md5>.slice/docker-<id>.scope, DOCKER",
  })
  void findsTheContainersId(String path, @Nullable ContainerRuntime runtime) {
    ContainerCgroup container = of(path);

    assertThat(container).isNotNull();
    assertThat(container.id()).isEqualTo(ID);
    assertThat(container.runtime()).isEqualTo(runtime);
    assertThat(container.podUid()).isNull();
    assertThat(container.path()).doesNotContain("/container", "/init.scope", "nginx").contains(ID);
  }

  @ParameterizedTest
  @CsvSource({
    "/kubepods/pod<u-i-d>/<id>, ",
    "/kubepods/burstable/pod<u-i-d>/<id>, ",
    "/kubepods/besteffort/pod<u-i-d>/<id>, ",
    "/kubepods/besteffort/pod<u-i-d>/crio-<id>, CRI_O",
    "/kubepods/besteffort/pod<u-i-d>/kata_<id>, ",
    "/kubepods/besteffort/pod<u-i-d>/kata_crio-<id>, CRI_O",
    "/kubepods/besteffort/pod<u-i-d>/crio-<id>/container, CRI_O",
    "/kubepods.slice/kubepods-pod<u_i_d>.slice/cri-containerd-<id>.scope, CONTAINERD",
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod<u_i_d>.slice"
        + "/cri-containerd-<id>.scope, CONTAINERD",
    "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod<u_i_d>.slice"
        + "/crio-<id>.scope, CRI_O",
    "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod<u_i_d>.slice"
        + "/crio-<id>.scope/container, CRI_O",
    "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod<u_i_d>.slice"
        + "/docker-<id>.scope, DOCKER",
    "/system.slice/containerd.service/kubepods-burstable-pod<u_i_d>.slice:cri-containerd:<id>,"
        + " CONTAINERD",
    "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice"
        + "/kubelet-kubepods-besteffort-pod<u_i_d>.slice/cri-containerd-<id>.scope, CONTAINERD",
    "/docker/<outer>/kubelet/kubepods/besteffort/pod<u-i-d>/<id>, ",
    "/system.slice/docker-<outer>.scope/kubelet.slice/kubelet-kubepods.slice"
        + "/kubelet-kubepods-pod<u_i_d>.slice/cri-containerd-<id>.scope, CONTAINERD",
    "/../../pod<u-i-d>/<id>, ",
    "/../../kubepods-besteffort-pod<u_i_d>.slice/cri-containerd-<id>.scope, CONTAINERD",
  })
  void findsThePod(String path, @Nullable ContainerRuntime runtime) {
    ContainerCgroup container = of(path);

    assertThat(container).isNotNull();
    assertThat(container.id()).isEqualTo(ID);
    assertThat(container.podUid()).isEqualTo(UID);
    assertThat(container.runtime()).isEqualTo(runtime);
  }

  @Test
  void takesTheUidOfAStaticPod() {
    ContainerCgroup container = of("/kubepods/burstable/pod<md5>/<id>");

    assertThat(container).isNotNull();
    assertThat(container.podUid()).isEqualTo(MD5);
  }

  @Test
  void aContainerInAPodsContainerIsNotThePods() {
    ContainerCgroup container = of("/kubepods/pod<u-i-d>/<outer>/docker/<id>");

    assertThat(container).isNotNull();
    assertThat(container.podUid()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/lxc/web, web, LXC, /lxc/web",
    "/lxc/101/ns/init.scope, 101, LXC, /lxc/101",
    "/lxc.payload/web, web, LXC, /lxc.payload/web",
    "/lxc.payload.web/system.slice/ssh.service, web, LXC, /lxc.payload.web",
    "/lxc.payload.project_web, project_web, LXC, /lxc.payload.project_web",
    "/lxc.payload.web/lxc.payload.inner, web/inner, LXC, /lxc.payload.web/lxc.payload.inner",
    "/lxc.payload.c1/lxc.payload.c1, c1/c1, LXC, /lxc.payload.c1/lxc.payload.c1",
    "/lxc.payload.c1/system.slice/a.service/lxc.payload.c1/lxc.payload.c1/x, c1/c1/c1, LXC,"
        + " /lxc.payload.c1/system.slice/a.service/lxc.payload.c1/lxc.payload.c1",
    "/user.slice/user-1000.slice/user@1000.service/lxc.payload.c1, user-1000/c1, LXC,"
        + " /user.slice/user-1000.slice/user@1000.service/lxc.payload.c1",
    "/user.slice/user-1000.slice/user@1000.service/app.slice/run-r1f.scope/lxc.payload.c1,"
        + " user-1000/c1, LXC,"
        + " /user.slice/user-1000.slice/user@1000.service/app.slice/run-r1f.scope/lxc.payload.c1",
    "/lxc.payload.web/user.slice/user-7.slice/user@7.service/lxc.payload.c1, web/user-7/c1, LXC,"
        + " /lxc.payload.web/user.slice/user-7.slice/user@7.service/lxc.payload.c1",
    "/docker/<id>/lxc.payload.c1, 0123456789ab/c1, LXC, /docker/<id>/lxc.payload.c1",
    "/user.slice/user-1000.slice/user@1000.service/machine.slice/machine-web.scope, user-1000/web,"
        + " SYSTEMD_NSPAWN,"
        + " /user.slice/user-1000.slice/user@1000.service/machine.slice/machine-web.scope",
    "/default/kata_redis, redis, CONTAINERD, /default/kata_redis",
    "/machine.slice/machine-web.scope, web, SYSTEMD_NSPAWN, /machine.slice/machine-web.scope",
    "/machine.slice/machine-my\\x2dweb.scope/payload, my-web, SYSTEMD_NSPAWN,"
        + " /machine.slice/machine-my\\x2dweb.scope",
    "/machine.slice/systemd-nspawn@web.service/payload/init.scope, web, SYSTEMD_NSPAWN,"
        + " /machine.slice/systemd-nspawn@web.service",
    "/machine.slice/machine-lxc\\x2d4242\\x2dweb.scope, lxc-4242-web, ,"
        + " /machine.slice/machine-lxc\\x2d4242\\x2dweb.scope",
    "/default/redis, redis, CONTAINERD, /default/redis",
  })
  void findsContainersThatGoByAName(
      String path, String name, @Nullable ContainerRuntime runtime, String cgroup) {
    assertThat(of(path))
        .isEqualTo(
            new ContainerCgroup(filled(name), true, runtime, filled(cgroup), null, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "/ecs/cluster/<md5>-1234567890, <md5>-1234567890, , /ecs/cluster/<md5>-1234567890",
    "/ecs/<md5>/<md5>-123456789, <md5>-123456789, , /ecs/<md5>/<md5>-123456789",
    "/system.slice/garden.service/garden/<handle>, <handle>, GARDEN,"
        + " /system.slice/garden.service/garden/<handle>",
    "/garden/good/<handle>/init, <handle>, GARDEN, /garden/good/<handle>",
    "/garden-4/bad/<u-i-d>, <u-i-d>, GARDEN, /garden-4/bad/<u-i-d>",
    "/nomad.slice/share.slice/<u-i-d>.web.scope, <u-i-d>.web, NOMAD,"
        + " /nomad.slice/share.slice/<u-i-d>.web.scope",
    "/nomad.slice/reserve.slice/<u-i-d>.web-2.scope/x, <u-i-d>.web-2, NOMAD,"
        + " /nomad.slice/reserve.slice/<u-i-d>.web-2.scope",
    "/nomad/<u-i-d>.web, <u-i-d>.web, NOMAD, /nomad/<u-i-d>.web",
    "/nomad.slice/docker-<id>.scope, <id>, DOCKER, /nomad.slice/docker-<id>.scope",
    "/kubepods/besteffort/kata_<id>, <id>, , /kubepods/besteffort/kata_<id>",
    "/kata_<id>, <id>, , /kata_<id>",
    "/docker/kata_<id>, <id>, DOCKER, /docker/kata_<id>",
  })
  void findsContainersWithOtherIds(
      String path, String id, @Nullable ContainerRuntime runtime, String cgroup) {
    assertThat(of(path))
        .isEqualTo(new ContainerCgroup(filled(id), false, runtime, filled(cgroup), null, Map.of()));
  }

  @Test
  void theOutermostCgroupWithAContainersIdIsItsOwn() {
    ContainerCgroup container = of("/kubepods/pod<u-i-d>/crio-<id>/system.slice/crio-<id>.scope");

    assertThat(container).isNotNull();
    assertThat(container.path()).isEqualTo(filled("/kubepods/pod<u-i-d>/crio-<id>"));
    assertThat(container.podUid()).isEqualTo(UID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/init.scope",
        "/system.slice/docker.service",
        "/system.slice/containerd.service",
        "/system.slice/nginx.service",
        "/user.slice/user-1000.slice/session-2.scope",
        "/../../init.scope",
        "/docker",
        "/docker/buildkit/abcdefghijklmnopqrstuvwxy",
        "/kubepods/burstable",
        "/kubepods/pod<u-i-d>",
        "/kubepods.slice/kubepods-pod<u_i_d>.slice",
        "/machine.slice/libpod-conmon-<id>.scope",
        "/libpod_parent/<id>/conmon",
        "/kubepods.slice/kubepods-pod<u_i_d>.slice/crio-conmon-<id>.scope",
        "/lxc.monitor/web",
        "/lxc.monitor.web",
        "/machine.slice/machine-web.scope/supervisor",
        "/machine.slice/systemd-nspawn@web.service",
        "/machine.slice/systemd-nspawn@web.service/supervisor",
        "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope",
        "/machine.slice/machine-..\\x2f..\\x2fetc.scope",
        "/docker/0123456789abcdef",
        "/docker/<id>0",
        "/lxc/..",
        "/garden",
        "/garden/good",
        "/garden/good/init",
        "/system.slice/<handle>",
        "/nomad.slice/share.slice",
        "/nomad.slice/share.slice/nomad-agent.scope",
        "/system.slice/<u-i-d>.web.scope",
        "/kubepods/besteffort/kata_overhead",
      })
  void doesNotTakeOthersForContainers(String path) {
    assertThat(of(path)).isNull();
  }

  @Test
  void aMonitorInAContainerBelongsToThatContainer() {
    ContainerCgroup container = of("/docker/<id>/machine.slice/libpod-conmon-<outer>.scope");

    assertThat(container).isNotNull();
    assertThat(container.id()).isEqualTo(ID);
  }

  @Test
  void prefersTheHierarchyThatHasTheNumbers() throws Exception {
    assertThat(
            ofFile(
                """
                5:name=systemd:/docker/<outer>
                4:pids:/docker/<outer>
                3:memory:/docker/<id>
                0::/docker/<outer>
                """))
        .extracting(ContainerCgroup::id)
        .isEqualTo(ID);
  }

  @Test
  void takesAnyHierarchyThatNamesAContainer() throws Exception {
    assertThat(ofFile("4:memory:/process/x\n1:name=systemd:/\n0::/lxc.payload.web\n"))
        .extracting(ContainerCgroup::id)
        .isEqualTo("web");
  }

  @Test
  void hierarchiesMayHaveItInDifferentPlaces() throws Exception {
    ContainerCgroup container =
        ofFile(
            """
            4:pids:/user.slice/user-1000.slice/session-2.scope/lxc.payload.c1
            3:memory:/user/alice/0/lxc.payload.c1
            """);

    assertThat(container).isNotNull();
    assertThat(container.id()).isEqualTo("c1");
    assertThat(container.paths())
        .isEqualTo(
            Map.of(
                CgroupController.MEMORY,
                "/user/alice/0/lxc.payload.c1",
                CgroupController.PIDS,
                "/user.slice/user-1000.slice/session-2.scope/lxc.payload.c1"));
  }

  @Test
  void believesNoCgroupThatIsGone() throws Exception {
    assertThat(ofFile("0::/docker/<id> (deleted)\n")).isNull();
  }

  private static @Nullable ContainerCgroup of(String path) {
    return ContainerCgroup.of(filled(path));
  }

  private static @Nullable ContainerCgroup ofFile(String text) throws Exception {
    byte[] bytes = filled(text).getBytes(UTF_8);
    return ContainerCgroup.of(PidCgroup.parse(new ByteCursor("file", bytes, bytes.length)));
  }

  private static String filled(String text) {
    return text.replace("<id>", ID)
        .replace("<outer>", OUTER)
        .replace("<u_i_d>", UID.replace('-', '_'))
        .replace("<u-i-d>", UID)
        .replace("<handle>", HANDLE)
        .replace("<md5>", MD5);
  }
}
