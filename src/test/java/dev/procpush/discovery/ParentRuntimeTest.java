// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParentRuntimeTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String POD = "/kubepods/burstable/pod" + UID + "/";

  private final FakeProcfs procfs = new FakeProcfs();

  @ParameterizedTest
  @CsvSource({
    "/kubepods/burstable/pod<uid>/<id>, containerd-shim, -namespace k8s.io -id x, CONTAINERD",
    "/kubepods/burstable/pod<uid>/<id>, containerd-shim, -namespace moby -id x, DOCKER",
    "/kubepods/burstable/pod<uid>/<id>, docker-containe, -namespace moby, DOCKER",
    "/kubepods/burstable/pod<uid>/kata_<id>, containerd-shim, -namespace k8s.io -id x, CONTAINERD",
    "/kubepods/burstable/pod<uid>/kata_<id>, containerd-shim, -namespace default -id x, ",
    "/kubepods/burstable/pod<uid>/<id>, conmon, -c x --exit-dir /var/run/crio/exits, CRI_O",
    "/example/<id>, containerd-shim, -namespace example -id <id>, CONTAINERD",
    "/machines/<id>, conmon, -c <id> --exit-command /usr/bin/podman, PODMAN",
    "/kubepods/burstable/pod<uid>/<id>, bash, -namespace k8s.io, ",
    "/kubepods/burstable/pod<uid>/<id>, conmon, -c x, ",
    "/kubepods/burstable/pod<uid>/<id>, containerd-shim, -id x, ",
  })
  void theParentTellsTheRuntimeWhereThePathDoesNot(
      String path, String comm, String arguments, @Nullable ContainerRuntime runtime) {
    String[] cmdline = ("/usr/bin/" + comm + " " + filled(arguments)).split(" ", -1);
    procfs.add(9, HOST, "/system.slice/containerd.service").comm(comm).cmdline(cmdline);
    procfs.add(10, 200, filled(path)).parent(9);

    assertThat(only(scan()).runtime()).isEqualTo(runtime);
  }

  /// All of its processes are the host's.
  @Test
  void aShimOfKataIsInTheContainersCgroup() {
    procfs
        .add(10, HOST, POD + "kata_" + ID)
        .comm("containerd-shim")
        .cmdline("/usr/bin/containerd-shim-kata-v2", "-namespace", "k8s.io", "-id", ID);
    procfs.add(11, HOST, POD + "kata_" + ID).parent(10).comm("qemu-system-x86");

    assertThat(scan().containers())
        .extracting(Container::runtime)
        .containsExactly(ContainerRuntime.CONTAINERD);
  }

  @Test
  void theParentIsAskedUntilItIsTheRuntime() {
    procfs.add(8, HOST, "/system.slice/containerd.service").comm("runc").cmdline("runc", "create");
    procfs.add(9, HOST, "/system.slice/containerd.service");
    procfs.process(9).comm("containerd-shim").cmdline("containerd-shim", "-namespace", "k8s.io");
    procfs.add(10, 200, POD + ID).parent(8).comm("runc:[2:INIT]");
    ProcfsScanner scanner = scanner();
    assertThat(only(scanner.scan()).runtime()).isNull();

    procfs.process(10).parent(9).comm("sleep");

    assertThat(only(scanner.scan()).runtime()).isEqualTo(ContainerRuntime.CONTAINERD);
    procfs.forget();
    for (int i = 0; i < 40; i++) {
      assertThat(only(scanner.scan()).runtime()).isEqualTo(ContainerRuntime.CONTAINERD);
    }
    assertThat(procfs.count("read /proc/[89]/cmdline")).isZero();
  }

  private Snapshot scan() {
    return scanner().scan();
  }

  private ProcfsScanner scanner() {
    ProcfsCheck check = new ProcfsCheck(true, List.of());
    return ProcfsScanner.of(procfs, FakeProcfs.PATH, check, null, null);
  }

  private static Container only(Snapshot snapshot) {
    assertThat(snapshot.containers()).hasSize(1);
    return snapshot.containers().getFirst();
  }

  private static String filled(String text) {
    return text.replace("<id>", ID).replace("<uid>", UID);
  }
}
