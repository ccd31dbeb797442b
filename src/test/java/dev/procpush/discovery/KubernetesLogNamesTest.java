// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.Scans.id;
import static dev.procpush.discovery.Scans.only;
import static dev.procpush.discovery.Scans.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The links of the kubelet, and what a pod is called while its containers come and go.
class KubernetesLogNamesTest {
  private static final long NS = 200;
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String STATIC_UID = "0123456789abcdef0123456789abcdef";
  private static final Pod WEB = new Pod(UID, "shop", "web-1");

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root = new FakeRootFiles();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), root, null);

  @Test
  void logFilesOfKubernetesNameAllContainersOfAPodAndItsSandbox() {
    procfs.add(10, NS, pod('a')).comm("pause");
    procfs.add(11, NS, pod('b'));
    log('b', "nginx");
    root.file("/var/log/containers/garbage", "");
    root.link("/var/log/containers/a_b_c_d-" + id('b') + ".log", "/var/log/pods/a_b_c_d/e/0.log");

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.containers()).extracting(Container::pod).containsOnly(WEB);
    assertThat(snapshot.containers())
        .extracting(Container::podContainerName)
        .containsExactly(null, "nginx");
    assertThat(only(snapshot).kind()).isEqualTo(NamespaceKind.POD);
  }

  @Test
  void aPodsLogFolderNamesThePod() {
    procfs.add(10, NS, pod('a')).comm("pause");
    root.file("/var/log/pods/shop_web-1_" + UID + "/nginx/0.log", "");

    assertThat(ownersPod()).isEqualTo(WEB);
  }

  @Test
  void theLogOfAnEndedContainerNamesTheSandboxToAnyUser() {
    root.file("/var/log/pods/shop_web-1_" + UID + "/nginx/0.log", "").close("/var/log/pods");
    log('b', "nginx");
    procfs.add(10, NS, pod('a')).comm("pause");

    assertThat(ownersPod()).isEqualTo(WEB);
    assertThat(scanner.notices()).isEmpty();
  }

  @Test
  void aFolderThatIsClosedIsSaidOnceWhereItIsMissed() {
    root.file("/var/log/pods/shop_web-1_" + UID + "/nginx/0.log", "").close("/var/log/pods");
    procfs.add(10, NS, pod('a')).comm("pause");

    assertThat(ownersPodName()).isNull();
    scanner.scan();

    assertThat(scanner.notices())
        .singleElement()
        .asString()
        .contains("/var/log/pods", "EACCES", "run as uid 0");
  }

  @Test
  void aCrashLoopHasOneIdentityWhetherAContainerLivesOrNot() {
    procfs.add(10, NS, pod('a')).comm("pause");
    for (int i = 0; i < 12; i++) { // beyond all cycles in which names are looked for
      scanner.scan();
    }
    for (int attempt = 0; attempt < 6; attempt++) {
      char digit = (char) ('b' + attempt % 5);
      int pid = 20 + attempt;
      procfs.add(pid, NS, pod(digit));
      String link = log(digit, "crash");
      scanner.scan();
      assertThat(ownersPod()).isEqualTo(WEB);

      procfs.end(pid);
      root.remove(link);
      for (int i = 0; i < 5; i++) {
        assertThat(ownersPod()).isEqualTo(WEB);
      }
    }
  }

  /// Where the last container has gone with its pod, nothing is kept.
  @Test
  void aPodThatHasGoneIsForgotten() {
    procfs.add(10, NS, pod('a')).comm("pause");
    String link = log('b', "nginx");
    assertThat(ownersPod()).isEqualTo(WEB);

    procfs.end(10);
    root.remove(link);
    scanner.scan();
    procfs.add(11, NS, pod('c')).comm("pause");

    assertThat(ownersPodName()).isNull();
  }

  /// Of 255 characters 251 are the name's; the id keeps what is left of them.
  @Test
  void aNameThatIsCutIsKnownByTheBeginningOfItsIdAndTheRestByItsTarget() {
    String podName = "p".repeat(100);
    String container = "c".repeat(63);
    String namespace = "n".repeat(39);
    procfs.add(10, NS, pod('a')).comm("pause");
    procfs.add(11, NS, pod('b'));
    procfs.add(12, NS, pod('c'));
    String name = podName + "_" + namespace + "_" + container + "-" + id('b');
    assertThat(name.substring(0, 251)).endsWith("-" + "b".repeat(46));
    root.link(
        "/var/log/containers/" + name.substring(0, 251) + ".log",
        "/var/log/pods/" + namespace + "_" + podName + "_" + UID + "/" + container + "/0.log");

    Snapshot snapshot = scanner.scan();

    assertThat(snapshot.containers())
        .extracting(Container::pod)
        .containsOnly(new Pod(UID, namespace, podName));
    assertThat(snapshot.containers())
        .extracting(Container::podContainerName)
        .containsExactly(null, container, null);
  }

  @Test
  void aStaticPodIsKnownByTheHashOfItsManifest() {
    procfs.add(10, NS, "/kubepods/burstable/pod" + STATIC_UID + "/" + id('a')).comm("pause");
    root.link(
        "/var/log/containers/etcd-node_kube-system_etcd-" + id('b') + ".log",
        "/var/log/pods/kube-system_etcd-node_" + STATIC_UID + "/etcd/0.log");

    assertThat(ownersPod()).isEqualTo(new Pod(STATIC_UID, "kube-system", "etcd-node"));
  }

  @ParameterizedTest
  @CsvSource({
    "/var/log/pods/SHOP_web-1_<uid>/nginx/0.log",
    "/var/log/pods/shop_web 1_<uid>/nginx/0.log",
    "/var/log/pods/shop_-web_<uid>/nginx/0.log",
    "/var/log/pods/_web-1_<uid>/nginx/0.log",
    "/var/log/pods/shop_web-1_<uid>_x/nginx/0.log",
    "/var/log/pods/shop_web-1_<uid>",
    "shop_web-1_<uid>",
    "/nginx/0.log",
    "''",
  })
  void aTargetThatIsNoLogOfThePodNamesNothing(String target) {
    procfs.add(10, NS, pod('a')).comm("pause");
    root.link(
        "/var/log/containers/web-1_shop_nginx-" + id('a') + ".log", target.replace("<uid>", UID));

    assertThat(ownersPodName()).isNull();
  }

  @Test
  void namesThatKubernetesDoesNotGiveAreNotTaken() {
    procfs.add(10, NS, pod('a')).comm("pause");
    procfs.add(11, NS, pod('b'));
    root.link(
        "/var/log/containers/x_y_z-" + id('b') + ".log",
        "/var/log/pods/shop_web-1_" + UID + "/Nginx\n/0.log");
    root.link(
        "/var/log/containers/x_y_z-" + id('b').substring(1) + ".log",
        "/var/log/pods/shop_web-1_" + UID + "/short/0.log");

    assertThat(scanner.scan().containers())
        .extracting(Container::podContainerName)
        .containsOnlyNulls();
    assertThat(ownersPod()).isEqualTo(WEB);
  }

  @Test
  void linksAreLookedAtUpToABound() {
    procfs.add(10, NS, pod('a')).comm("pause");
    IntStream.range(0, 20_000).forEach(i -> root.file("/var/log/containers/a" + (100_000 + i), ""));
    log('b', "nginx");

    assertThat(ownersPodName()).isNull();
  }

  private String log(char digit, String container) {
    String link = "/var/log/containers/web-1_shop_" + container + "-" + id(digit) + ".log";
    root.link(link, "/var/log/pods/shop_web-1_" + UID + "/" + container + "/0.log");
    return link;
  }

  private @Nullable Pod ownersPod() {
    Container owner = only(scanner.scan()).owner();
    assertThat(owner).isNotNull();
    return owner.pod();
  }

  private @Nullable String ownersPodName() {
    Pod pod = ownersPod();
    assertThat(pod).isNotNull();
    return pod.name();
  }
}
