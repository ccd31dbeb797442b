// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConmonNamesTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String POD = "/kubepods/burstable/pod" + UID + "/";

  private final FakeProcfs procfs = new FakeProcfs();

  @Test
  void conmonNamesTheContainerItIsParentOf() {
    procfs.add(9, HOST, "/machine.slice/libpod-conmon-" + ID + ".scope").comm("conmon");
    procfs.process(9).cmdline("/usr/bin/conmon", "--api-version", "1", "-c", ID, "-n", "web");
    procfs.add(10, 200, "/machine.slice/libpod-" + ID + ".scope/container").parent(9);

    Container container = only(scan());

    assertThat(container.name()).isEqualTo("web");
    assertThat(container.runtime()).isEqualTo(ContainerRuntime.PODMAN);
  }

  @Test
  void aStrangerThatCallsItselfConmonIsNotBelieved() {
    procfs.add(9, HOST, "/x").comm("conmon").cmdline("conmon", "-c", ID, "-n", "stranger");
    procfs.add(10, 200, "/machine.slice/libpod-" + ID + ".scope").parent(8);
    procfs.add(8, HOST, "/x").comm("conmon").cmdline("conmon", "-c", "f".repeat(64), "-n", "x");

    assertThat(only(scan()).name()).isNull();
  }

  @Test
  void conmonNamesTheContainersOfCriO() {
    procfs.add(9, HOST, "/x").comm("conmon");
    procfs.process(9).cmdline("conmon", "-c", ID, "-n", "k8s_POD_web-1_shop_" + UID + "_0");
    procfs.add(10, 200, POD + "crio-" + ID).parent(9);

    assertThat(only(scan()).pod()).isEqualTo(new Pod(UID, "shop", "web-1"));
    assertThat(only(scan()).sandbox()).isTrue();
  }

  private Snapshot scan() {
    return ProcfsScanner.of(
            procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), new FakeRootFiles(), null)
        .scan();
  }

  private static Container only(Snapshot snapshot) {
    assertThat(snapshot.containers()).hasSize(1);
    return snapshot.containers().getFirst();
  }
}
