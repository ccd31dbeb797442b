// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.procpush.discovery.CgroupController;
import dev.procpush.discovery.Container;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainersInCycleTest {
  private final CollectionFixture host = new CollectionFixture();
  private final List<String> read = new ArrayList<>();
  private long readNanos;
  private boolean asking;

  ContainersInCycleTest() {
    host.containerCollectors = List.of(new Reading());
  }

  /// Neither takes all the time: half of it is for containers, what they leave and the other half
  /// for namespaces, and what these leave for containers again.
  @Test
  void namespacesAndContainersShareTheTime() {
    for (int inode = 2; inode < 12; inode++) {
      host.add(FakeNamespace.unnamed(inode), "eth0");
      host.containers.add(container("c" + inode, "/docker/c" + inode));
    }
    host.visitNanos = 190;
    readNanos = 190;
    Set<Long> namespaces = new HashSet<>();
    Set<String> containers = new HashSet<>();

    for (int cycle = 0; cycle < 4; cycle++) {
      host.collect();
      assertThat(read).hasSize(3);
      assertThat(host.visited).hasSize(3);
      namespaces.addAll(host.visited);
      containers.addAll(read);
    }

    assertThat(namespaces).hasSize(10);
    assertThat(containers).hasSize(10);
  }

  @Test
  void containersHaveTheTimeThatNamespacesLeave() {
    host.add(FakeNamespace.unnamed(2), "eth0");
    for (int i = 0; i < 10; i++) {
      host.containers.add(container("c" + i, "/docker/c" + i));
    }
    host.visitNanos = 1;
    readNanos = 95;
    host.collect();

    assertThat(read).hasSize(10).doesNotHaveDuplicates();
    assertThat(host.visited).hasSize(1);
  }

  @Test
  void allAreAskedBeforeTheFirstIsRead() {
    asking = true;
    host.containerCollectors = List.of(new Reading());
    host.containers.add(container("one", "/docker/one"));
    host.containers.add(container("two", "/docker/two"));
    host.collect();

    assertThat(read).containsExactly("ask one", "ask two", "one", "two");
  }

  @Test
  void containersWithinAContainerAreReadBeforeItAndWithIt() {
    host.containers.add(container("kind", "/docker/kind"));
    host.containers.add(container("web", "/docker/kind/kubelet/web"));
    host.containers.add(container("alone", "/docker/kind-of"));
    host.containers.add(container("deep", "/docker/kind/kubelet/web/docker/deep"));
    host.collect();
    assertThat(read).containsExactly("deep", "web", "kind", "alone");

    readNanos = 600;
    host.collect();
    assertThat(read).as("whole families").containsExactly("deep", "web", "kind");
    host.collect();
    assertThat(read).containsExactly("alone", "deep", "web", "kind");
  }

  /// A Docker within Docker, of which the kernel counts all, starts two in one cycle.
  @Test
  void whatAContainerHasToldStaysItsOwnWhenTheFirstWithinItAppear() {
    Map<String, Long> counted = new HashMap<>();
    Map<String, Long> told = new HashMap<>();
    host.containerCollectors =
        List.of(
            new Reading() {
              @Override
              public void observe(ContainerFiles files, ContainerSeries series) {
                String id = series.container().id();
                long all = Objects.requireNonNull(counted.get(id));
                told.put(id, series.ownCount("cpu", Attributes.empty(), all));
              }
            });
    host.containers.add(container("docker", "/docker/docker"));
    counted.put("docker", 10_000L);
    host.collect();
    assertThat(told).containsExactly(entry("docker", 10_000L));

    host.containers.add(container("web", "/docker/docker/docker/web"));
    host.containers.add(container("db", "/docker/docker/docker/db"));
    counted.putAll(Map.of("docker", 10_100L, "web", 1_500L, "db", 400L));
    host.collect();
    assertThat(told).containsEntry("docker", 10_100L);

    counted.putAll(Map.of("docker", 10_400L, "web", 1_650L, "db", 450L));
    host.collect();
    assertThat(told)
        .containsOnly(entry("docker", 10_200L), entry("web", 1_650L), entry("db", 450L));
  }

  private static Container container(String id, String path) {
    return new Container(
        id, null, path, null, null, null, false, Map.of(CgroupController.UNIFIED, path));
  }

  private class Reading implements ContainerCollector {
    @Override
    public String name() {
      return "reading";
    }

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void beginCycle() {
      read.clear();
    }

    @Override
    public boolean asks() {
      return asking;
    }

    @Override
    public void ask(ContainerSeries series) {
      read.add("ask " + series.container().id());
    }

    @Override
    public void observe(ContainerFiles files, ContainerSeries series) {
      String id = series.identity().toString();
      read.add(id.substring(id.indexOf('"') + 1, id.lastIndexOf('"')));
      host.nanos += readNanos;
    }
  }
}
