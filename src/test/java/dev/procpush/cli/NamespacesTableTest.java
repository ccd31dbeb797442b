// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerRuntime;
import dev.procpush.discovery.LivingProcesses;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Pod;
import dev.procpush.discovery.Snapshot;
import dev.procpush.discovery.UnmatchedMount;
import dev.procpush.linux.Capabilities;
import dev.procpush.linux.NamespaceMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamespacesTableTest {

  private static final String ID = "0123456789abcdef".repeat(4);

  /// Of `<linux/capability.h>`.
  private static final long SYS_MODULE = 1L << 16;

  private static final long SYS_PTRACE = 1L << 19;
  private static final long SYS_ADMIN = 1L << 21;
  private static final int LAST = 40;
  private static final long ALL = (1L << (LAST + 1)) - 1;
  private static final long NONE = 0;

  private static final Pod SHOP = new Pod("5d1f-uid", "shop", "web-1");

  private final NamespacesTable table = new NamespacesTable(NamespacesTableTest::visited, null);

  @Test
  void showsWhoseEachNamespaceIs() {
    Container pause =
        new Container(ID, ContainerRuntime.CONTAINERD, "/k", null, SHOP, null, true, Map.of());
    Container app =
        new Container(ID, ContainerRuntime.CONTAINERD, "/k", null, SHOP, "app", false, Map.of());
    Container proxy =
        new Container(ID, ContainerRuntime.CONTAINERD, "/k", null, SHOP, null, false, Map.of());
    Container unnamedPod =
        new Container(
            ID,
            ContainerRuntime.CRI_O,
            "/k",
            null,
            new Pod("77aa-uid", null, null),
            null,
            true,
            Map.of());
    Container db = docker("db");
    Container backup = docker("db-backup");
    Container nameless = docker(null);
    Container machine =
        new Container(
            "fedora", ContainerRuntime.SYSTEMD_NSPAWN, "/m", null, null, null, false, Map.of());
    Snapshot snapshot =
        new Snapshot(
            new FoundNamespace(
                4026532111L, NamespaceKind.HOST, null, List.of(docker("ingress")), List.of(), 240),
            List.of(
                FoundNamespace.named(4026533333L, "qrouter-1", "alias"),
                FoundNamespace.of(4026532444L, NamespaceKind.PROCESS, List.of()),
                FoundNamespace.of(4026532555L, NamespaceKind.POD, List.of(pause, app, proxy)),
                FoundNamespace.of(4026532556L, NamespaceKind.POD, List.of(unnamedPod)),
                FoundNamespace.of(7, NamespaceKind.CONTAINER, List.of(machine)),
                FoundNamespace.of(4026532666L, NamespaceKind.CONTAINER, List.of(db, backup)),
                FoundNamespace.of(4026532777L, NamespaceKind.CONTAINER, List.of(nameless))),
            List.of(db),
            Map.of("EPERM", 1, "EACCES", 3));

    assertThat(table.render(snapshot))
        .isEqualTo(
            """
                 INODE  NET               KIND       OWNER                           RUNTIME         PROCESSES  READS  INTERFACES
            4026532111  net:[4026531840]  host       - (ingress)                     -                     240  all    eth0, lo
            4026532777  -                 container  0123456789ab                    docker                  1  files  eth0, lo
            4026532666  -                 container  db (db-backup)                  docker                  1  files  eth0, lo
                     7  -                 container  fedora                          systemd-nspawn          1  files  eth0, lo
            4026532556  -                 pod        77aa-uid                        cri-o                   1  files  eth0, lo
            4026532555  -                 pod        shop/web-1 (app, 0123456789ab)  containerd              1  files  eth0, lo
            4026532444  -                 process    -                               -                       1  files  eth0, lo
            4026533333  -                 named      qrouter-1, alias                -                       0  all    eth0, lo

            8 network namespaces, 1 container
            The namespace of 3 processes cannot be told: EACCES
            The namespace of 1 process cannot be told: EPERM
            """);
  }

  @Test
  void saysThatTheHostIsNotThere() {
    assertThat(table.render(new Snapshot(null, List.of(), List.of(), Map.of())))
        .isEqualTo(
            """
            INODE  NET  KIND  OWNER  RUNTIME  PROCESSES  READS  INTERFACES

            0 network namespaces, 0 containers
            The host's own namespace is not among them: this procfs is not the host's.
            """);
  }

  @Test
  void saysWhatEnteringWouldShow() {
    assertThat(rendered(ALL & ~SYS_ADMIN, "EPERM", "EPERM"))
        .isEqualTo(
            """
            INODE  NET       KIND       OWNER         RUNTIME  PROCESSES  READS    INTERFACES
                1  -         host       -             -                1  all      eth0, lo
                2  -         container  0123456789ab  docker           1  files    eth0, lo
                3  -         container  0123456789ab  docker           1  files    eth0, lo
                4  -         named      red           -                0  files    eth0, lo
                -  net:[70]  named      blue-0        -                -  nothing  EPERM
                -  net:[71]  named      blue-1        -                -  nothing  EPERM

            4 network namespaces, 0 containers
            CAP_SYS_ADMIN is missing: no TCP states, interface state and addresses in 3 network namespaces; 2 mounted namespaces cannot be entered, and not be read at all without processes (see compose.full.yml)
            """);
  }

  @Test
  void saysWhatTheRightToTraceWouldShow() {
    assertThat(sums(SYS_ADMIN))
        .containsExactly(
            "CAP_SYS_PTRACE is missing: no TCP states, interface state and addresses in 2 network"
                + " namespaces without a mount",
            "1 network namespace cannot be entered with all capabilities that it takes: no TCP"
                + " states, interface state and addresses in them");
  }

  @Test
  void saysWhatEachCostsWhereBothAreMissing() {
    assertThat(sums(NONE, "EPERM"))
        .containsExactly(
            "CAP_SYS_ADMIN is missing: no TCP states, interface state and addresses in 3 network"
                + " namespaces; 1 mounted namespace cannot be entered, and not be read at all"
                + " without processes (see compose.full.yml)",
            "CAP_SYS_PTRACE is missing: with CAP_SYS_ADMIN alone still no TCP states, interface"
                + " state and addresses in 2 network namespaces without a mount");
  }

  @ParameterizedTest
  @ValueSource(longs = {ALL, ALL & ~SYS_MODULE, SYS_ADMIN | SYS_PTRACE})
  void blamesNoCapabilityThatIsThere(long capabilities) {
    assertThat(sums(capabilities, "EACCES"))
        .containsExactly(
            "3 network namespaces cannot be entered with all capabilities that it takes: no TCP"
                + " states, interface state and addresses in them",
            "1 mounted namespace cannot be entered: EACCES");
  }

  @Test
  void blamesNoCapabilityWhereNobodyKnowsThem() {
    assertThat(sums(null, "EACCES")).isEmpty();
  }

  @Test
  void whatWasNotTriedIsNotWhatCannotBe() {
    String text = rendered(ALL, null, null, "EACCES");

    assertThat(text.lines())
        .filteredOn(line -> line.contains("blue-"))
        .containsExactly(
            "    -  net:[70]  named      blue-0        -                -  -        -",
            "    -  net:[71]  named      blue-1        -                -  -        -",
            "    -  net:[72]  named      blue-2        -                -  nothing  EACCES");
    assertThat(text.lines())
        .filteredOn(line -> line.contains("mounted namespace"))
        .containsExactly(
            "1 mounted namespace cannot be entered: EACCES",
            "2 mounted namespaces not looked into: there was no time, or they have just changed");
    assertThat(sums(NONE, new String[] {null}))
        .noneMatch(line -> line.contains("cannot be entered"));
  }

  /// The lines below the number of namespaces.
  private static List<String> sums(@Nullable Long capabilities, @Nullable String... mountErrors) {
    return rendered(capabilities, mountErrors)
        .lines()
        .dropWhile(line -> !line.contains("network namespaces, "))
        .skip(1)
        .toList();
  }

  /// Two containers, a namespace with a name, and mounts that nobody knows.
  ///
  /// @param capabilities the set; null where it is not known
  private static String rendered(@Nullable Long capabilities, @Nullable String... mountErrors) {
    List<UnmatchedMount> unmatched = new ArrayList<>();
    for (String error : mountErrors) {
      int number = unmatched.size();
      NamespaceMount mount = new NamespaceMount("/run/netns/blue-" + number, 70 + number, 1);
      unmatched.add(new UnmatchedMount(mount, error));
    }
    Snapshot snapshot =
        new Snapshot(
            FoundNamespace.of(1, NamespaceKind.HOST, List.of()),
            List.of(
                FoundNamespace.of(2, NamespaceKind.CONTAINER, List.of(docker(null))),
                FoundNamespace.of(3, NamespaceKind.CONTAINER, List.of(docker(null))),
                FoundNamespace.named(4, "red")),
            List.of(),
            Map.of(),
            unmatched,
            Map.of(),
            LivingProcesses.NONE);
    return new NamespacesTable(
            namespace ->
                new VisitedNamespace(
                    namespace.kind() == NamespaceKind.HOST ? Reach.ALL : Reach.FILES,
                    null,
                    "eth0, lo"),
            capabilities == null ? null : new Capabilities(capabilities, LAST)::has)
        .render(snapshot);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "say \"hi\" it's",
        "a\nb\r\n",
        "\u001b[2J\u001b]0;title\u0007",
        "\u202egnp.exe\u2069\u200f",
        "\u0085\u009b31m\u2028\u2029",
        "日本語コンテナ",
        "e\u0301\u0301\u0301",
        "\ud83d\ude00 \ud800",
      })
  void staysATableWhateverTheNames(String name) {
    String text = table.render(strangers(name));

    assertThat(text.lines().skip(1).limit(2))
        .allSatisfy(
            line -> {
              assertThat(line.codePoints()).allMatch(c -> !Character.isISOControl(c));
              assertThat(line).doesNotContainPattern("[\\p{Cf}\\p{Zl}\\p{Zp}]");
            });
    assertThat(text.lines().limit(3).map(NamespacesTableTest::columnOfLastCell).distinct())
        .hasSize(1);
    assertThat(text.lines()).hasSize(5);
  }

  @Test
  void boundsAName() {
    String text = table.render(strangers("x".repeat(10_000)));

    assertThat(text.lines()).allMatch(line -> TerminalColumns.of(line) <= 210);
    assertThat(text).contains("x".repeat(55) + "…  ");
  }

  private static Snapshot strangers(String name) {
    return new Snapshot(
        FoundNamespace.of(1, NamespaceKind.HOST, List.of()),
        List.of(FoundNamespace.of(2, NamespaceKind.CONTAINER, List.of(docker(name)))),
        List.of(),
        Map.of());
  }

  private static int columnOfLastCell(String line) {
    String before = line.replaceFirst("(INTERFACES|eth0, lo)$", "");
    return TerminalColumns.of(before);
  }

  private static Container docker(@Nullable String name) {
    return new Container(
        ID, ContainerRuntime.DOCKER, "/docker/" + ID, name, null, null, false, Map.of());
  }

  private static VisitedNamespace visited(NetworkNamespace namespace) {
    Reach reach =
        switch (namespace.kind()) {
          case HOST, NAMED -> Reach.ALL;
          case CONTAINER, POD, PROCESS -> Reach.FILES;
        };
    boolean isHost = namespace.kind() == NamespaceKind.HOST;
    return new VisitedNamespace(reach, isHost ? 4026531840L : null, "eth0, lo");
  }
}
