// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerdTaskTest {
  private final FakeProcfs procfs = new FakeProcfs();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), null, null);

  @Test
  void aShimTellsThatItsChildIsAContainer() {
    shim(9, "example", "redis");
    procfs.add(8, 200, "/example/redis/worker").parent(10);
    procfs.add(10, 200, "/example/redis").parent(9);
    procfs.add(11, 200, "/example/redis").parent(10);
    procfs.add(12, 200, "/example/redis/later").parent(10);

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.containers())
        .extracting(Container::id, Container::runtime, Container::cgroup, Container::cgroups)
        .containsExactly(
            tuple(
                "example/redis",
                ContainerRuntime.CONTAINERD,
                "/example/redis",
                Map.of(CgroupController.UNIFIED, "/example/redis")));
    assertThat(snapshot.processes()).isEqualTo(Map.of("example/redis", 4));
  }

  @Test
  void whatComesIntoItLaterIsInIt() {
    shim(9, "example", "redis");
    procfs.add(10, 200, "/example/redis").parent(9);
    scanner.scan();

    procfs.add(20, 200, "/example/redis/new").parent(10);

    assertThat(scanner.scan().processes()).isEqualTo(Map.of("example/redis", 2));
  }

  @Test
  void theShimIsTheParentOnlyWhenTheRuntimeHasEnded() {
    shim(9, "example", "redis");
    procfs.add(8, HOST, "/system.slice/containerd.service").comm("runc").cmdline("runc", "create");
    procfs.add(10, 200, "/example/redis").parent(8);
    assertThat(scanner.scan().containers()).isEmpty();

    procfs.process(10).parent(9);

    assertThat(scanner.scan().containers())
        .extracting(Container::id)
        .containsExactly("example/redis");
  }

  @ParameterizedTest
  @CsvSource({
    "/example/redis, other, redis",
    "/example/redis, example, other",
    "/example, example, redis",
    "/system.slice/redis, system.slice, redis",
    "/a.service/redis, a.service, redis",
    "/x/example/redis, example, redis",
  })
  void othersAreNone(String path, String namespace, String id) {
    shim(9, namespace, id);
    procfs.add(10, 200, path).parent(9);

    scanner.scan();

    assertThat(scanner.scan().containers()).isEmpty();
  }

  @Test
  void whoseParentIsNoShimIsNone() {
    procfs.add(9, HOST, "/").comm("bash").cmdline("bash", "-namespace", "example", "-id", "redis");
    procfs.add(10, 200, "/example/redis").parent(9);

    assertThat(scanner.scan().containers()).isEmpty();
  }

  @Test
  void aParentIsLookedAtTwiceAtMost() {
    procfs.add(9, HOST, "/").comm("bash");
    procfs.add(10, 200, "/example/redis").parent(9);
    scanner.scan();
    scanner.scan();
    procfs.forget();

    for (int i = 0; i < 40; i++) {
      scanner.scan();
    }

    assertThat(procfs.count("read /proc/9/(stat|cmdline)")).isZero();
  }

  private void shim(int pid, String namespace, String id) {
    procfs
        .add(pid, HOST, "/system.slice/containerd.service")
        .comm("containerd-shim")
        .cmdline(
            "/usr/bin/containerd-shim-runc-v2",
            "-namespace",
            namespace,
            "-id",
            id,
            "-address",
            "/run/containerd/containerd.sock");
  }
}
