// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CriOPodsTest {
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String POD = "/kubepods/burstable/pod" + UID + "/";

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root = new FakeRootFiles();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), root, null);

  @Test
  void conmonNamesTheContainersOfCriO() {
    procfs.add(9, HOST, "/x").comm("conmon");
    procfs.process(9).cmdline("conmon", "-c", id('a'), "-n", "k8s_POD_web-1_shop_" + UID + "_0");
    procfs.add(10, 200, POD + "crio-" + id('a')).parent(9);

    Container sandbox = scanner.scan().containers().getFirst();

    assertThat(sandbox.pod()).isEqualTo(new Pod(UID, "shop", "web-1"));
    assertThat(sandbox.sandbox()).isTrue();
  }
}
