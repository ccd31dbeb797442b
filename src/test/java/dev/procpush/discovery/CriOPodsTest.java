// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.id;
import static dev.procpush.discovery.Scans.only;
import static dev.procpush.discovery.Scans.owner;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// CRI-O as it is by default: a pod has no pause process, its sandbox is an empty cgroup.
class CriOPodsTest {
  private static final long NS = 200;
  private static final String UID = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String SLICE =
      "/kubepods.slice/kubepods-pod" + UID.replace('-', '_') + ".slice";

  /// Of a pod on the host's network.
  private static final String OTHER_UID_START = "6f1d";

  private static final String UID_START = "6f1c";
  private static final String FOLDER = "/kubepods/burstable/pod" + UID;
  private static final String STATE = "/run/containers/storage/overlay-containers/";
  private static final char SANDBOX = 'a';

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root = new FakeRootFiles();

  /// The systemd driver, as any user: nothing but the pod's cgroup can be read.
  @Test
  void aPodsNetworkIsTheSandboxsWhateverContainerIsTheOldest() {
    ProcfsScanner scanner = podOfSystemd();
    procfs.add(11, NS, scope('c')).start(950);
    Container before = scanner.scan().namespaces().getFirst().owner();
    assertThat(before).isNotNull();
    assertThat(before.id()).isEqualTo(id(SANDBOX));
    assertThat(before.sandbox()).isTrue();
    assertThat(before.runtime()).isEqualTo(ContainerRuntime.CRI_O);
    assertThat(before.pod()).isEqualTo(new Pod(UID, null, null));

    procfs.end(10);
    procfs.add(12, NS, scope('d')).start(990);

    for (int i = 0; i < 15; i++) {
      NetworkNamespace namespace = only(scanner.scan());
      assertThat(namespace.owner()).isEqualTo(before);
      assertThat(namespace.kind()).isEqualTo(NamespaceKind.POD);
      assertThat(namespace.directory()).isIn("/proc/11", "/proc/12");
    }
  }

  @Test
  void theSandboxIsNoContainerOfItsOwn() {
    Snapshot snapshot = podOfSystemd().scan();

    assertThat(snapshot.containers()).extracting(Container::id).containsExactly(id('b'));
    assertThat(only(snapshot).members()).extracting(Container::id).containsExactly(id('b'));
    ContainerNetwork network = snapshot.containers().getFirst().details().network();
    assertThat(network)
        .isEqualTo(new ContainerNetwork(ContainerNetwork.Mode.POD, id(SANDBOX), NS, null));
  }

  @Test
  void aPodInACrashLoopHasOneIdentityWhetherAContainerLivesOrNot() {
    FakeMounts mounts = new FakeMounts();
    mounts.add("/run/netns/5d6f", NS);
    ProcfsScanner scanner = podOfSystemd(mounts.in("/run/netns"));
    log('b');
    for (int i = 0; i < 3; i++) {
      scanner.scan();
    }
    Container before = only(scanner.scan()).owner();
    assertThat(before).isNotNull();
    assertThat(before.pod()).isEqualTo(new Pod(UID, "shop", "web-1"));
    root.remove(link('b'));

    procfs.end(10);
    for (int i = 0; i < 20; i++) {
      assertThat(only(scanner.scan()).owner()).isEqualTo(before);
    }
    procfs.add(12, NS, scope('d'));
    for (int i = 0; i < 20; i++) {
      assertThat(only(scanner.scan()).owner()).isEqualTo(before);
    }
  }

  /// To a user who cannot enter namespaces, one without a process is not there.
  @Test
  void aPodInACrashLoopHasTheSameIdentityEachTime() {
    ProcfsScanner scanner = podOfSystemd();
    log('b');
    Container before = only(scanner.scan()).owner();
    assertThat(before).isNotNull();
    assertThat(before.pod()).isEqualTo(new Pod(UID, "shop", "web-1"));
    root.remove(link('b'));
    for (int attempt = 0; attempt < 5; attempt++) {
      procfs.end(10 + attempt);
      for (int i = 0; i < 15; i++) {
        assertThat(scanner.scan().namespaces()).isEmpty();
      }
      procfs.add(11 + attempt, NS, scope((char) ('c' + attempt % 4)));

      assertThat(only(scanner.scan()).owner()).isEqualTo(before);
    }
  }

  @Test
  void aSandboxThatHasGoneIsForgotten() {
    FakeMounts mounts = new FakeMounts();
    mounts.add("/run/netns/5d6f", NS);
    ProcfsScanner scanner = podOfSystemd(mounts.in("/run/netns"));
    scanner.scan();
    assertThat(owner(only(scanner.scan()))).isEqualTo(id(SANDBOX));

    procfs.end(10);
    procfs.removeCgroup(SLICE + "/crio-" + id(SANDBOX));

    assertThat(only(scanner.scan()).kind()).isEqualTo(NamespaceKind.NAMED);
    assertThat(only(scanner.scan()).owner()).isNull();
  }

  @Test
  void aPodWithAPauseProcessIsThatProcesss() {
    ProcfsScanner scanner = podOfSystemd();
    procfs.add(9, NS, scope('e')).comm("pause").start(900);

    assertThat(owner(only(scanner.scan()))).isEqualTo(id('e'));
    assertThat(procfs.count("list .*" + SLICE)).isZero();
  }

  /// The cgroupfs driver has the containers' cgroups under the same kind of name.
  @Test
  void theOnlyCgroupWithoutAProcessIsTheSandboxs() {
    ProcfsScanner scanner = podOfCgroupfs();

    assertThat(owner(only(scanner.scan()))).isEqualTo(id(SANDBOX));
  }

  @Test
  void ofTwoCgroupsWithoutAProcessNoneIsTakenUntilOneHasGone() {
    procfs.cgroup(FOLDER + "/crio-" + id('d'));
    ProcfsScanner scanner = podOfCgroupfs();

    Container owner = only(scanner.scan()).owner();
    assertThat(owner).isNotNull();
    assertThat(owner.sandbox()).isFalse();
    assertThat(owner.lastsAsItsNetwork()).isFalse();
    ContainerNetwork network = scanner.scan().containers().getFirst().details().network();
    assertThat(network).isNotNull();
    assertThat(network.ownerId()).isNull();

    procfs.removeCgroup(FOLDER + "/crio-" + id('d'));
    procfs.add(11, NS, FOLDER + "/crio-" + id('c'));

    assertThat(owner(only(scanner.scan()))).isEqualTo(id(SANDBOX));
  }

  @Test
  void aContainersStateNamesItsSandbox() {
    procfs.cgroup(FOLDER + "/crio-" + id('d'));
    state('b', "container", "");
    ProcfsScanner scanner = podOfCgroupfs();

    assertThat(owner(only(scanner.scan()))).isEqualTo(id(SANDBOX));
  }

  @Test
  void aContainersStateNamesItsSandboxWhereNoCgroupIsSeen() {
    procfs.add(10, NS, scope('b'));
    state('b', "container", "");
    ProcfsScanner scanner = scanner(false);

    for (int i = 0; i < 15; i++) {
      assertThat(owner(only(scanner.scan()))).isEqualTo(id(SANDBOX));
    }
    procfs.end(10);
    procfs.add(11, NS, scope('c'));
    state('c', "container", "");
    assertThat(owner(only(scanner.scan()))).isEqualTo(id(SANDBOX));
  }

  @Test
  void aStateThatNamesNoIdIsNotBelieved() {
    procfs.add(10, NS, scope('b'));
    root.file(
        STATE + id('b') + "/userdata/config.json",
        "{\"annotations\": {\"io.kubernetes.cri-o.SandboxID\": \"../../x\"}}");

    Container owner = only(scanner(false).scan()).owner();

    assertThat(owner).isNotNull();
    assertThat(owner.id()).isEqualTo(id('b'));
  }

  @Test
  void thePodsLabelsAreThoseOfASandboxWithoutAProcess() {
    String labels = "\\\"app\\\": \\\"shop\\\", \\\"secret\\\": \\\"x\\\"";
    state(SANDBOX, "sandbox", labels);
    ProcfsScanner scanner = podOfSystemd();
    procfs.add(20, HOST, scope('e').replace(UID_START, OTHER_UID_START));
    procfs.cgroup(SLICE.replace(UID_START, OTHER_UID_START) + "/crio-" + id('f'));
    state('f', "sandbox", labels);

    scanner.scan();

    assertThat(scanner.scan().containers())
        .extracting(Container::pod)
        .hasSize(2)
        .allSatisfy(
            pod -> {
              assertThat(pod).isNotNull();
              assertThat(pod.name()).isEqualTo("web-1");
              assertThat(pod.labels()).isEqualTo(Map.of("app", "shop"));
            });
  }

  private ProcfsScanner podOfSystemd() {
    return podOfSystemd(null);
  }

  private ProcfsScanner podOfSystemd(@Nullable NamespaceMounts mounts) {
    procfs.cgroup(SLICE + "/crio-" + id(SANDBOX));
    procfs.cgroup(scope('b'));
    procfs.add(10, NS, scope('b')).start(940);
    return scanner(true, mounts);
  }

  private ProcfsScanner podOfCgroupfs() {
    procfs.cgroup(FOLDER + "/crio-" + id(SANDBOX));
    procfs.cgroup(FOLDER + "/crio-" + id('b'));
    procfs.cgroup(FOLDER + "/crio-conmon-" + id('b'));
    procfs.add(10, NS, FOLDER + "/crio-" + id('b'));
    return scanner(true);
  }

  private static String scope(char digit) {
    return SLICE + "/crio-" + id(digit) + ".scope";
  }

  private void state(char digit, String type, String labels) {
    root.file(
        STATE + id(digit) + "/userdata/config.json",
        """
        {"annotations": {"io.kubernetes.cri-o.ContainerType": "%s",
          "io.kubernetes.cri-o.SandboxID": "%s",
          "io.kubernetes.pod.name": "web-1", "io.kubernetes.pod.namespace": "shop",
          "io.kubernetes.pod.uid": "%s", "io.kubernetes.cri-o.Labels": "{%s}"}}
        """
            .formatted(type, id(SANDBOX), UID, labels));
  }

  private void log(char digit) {
    root.link(link(digit), "/var/log/pods/shop_web-1_" + UID + "/nginx/0.log");
  }

  private static String link(char digit) {
    return "/var/log/containers/web-1_shop_nginx-" + id(digit) + ".log";
  }

  private ProcfsScanner scanner(boolean seesCgroups) {
    return scanner(seesCgroups, null);
  }

  private ProcfsScanner scanner(boolean seesCgroups, @Nullable NamespaceMounts mounts) {
    CgroupMounts cgroups =
        seesCgroups
            ? CgroupMounts.find(procfs, FakeProcfs.PATH, FakeProcfs.CGROUPS, "/host")
            : null;
    return ProcfsScanner.of(
        procfs,
        FakeProcfs.PATH,
        CgroupNamespace.HOST,
        cgroups,
        new NameSettings(root, null, new AllowedLabels("app"::equals)),
        new ProcfsCheck(true, List.of()),
        mounts);
  }
}
