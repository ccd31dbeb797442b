// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.MetricFilter;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerDetails;
import dev.procpush.discovery.ContainerImage;
import dev.procpush.discovery.ContainerNetwork;
import dev.procpush.discovery.ContainerRuntime;
import dev.procpush.discovery.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfoCollectorTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final ContainerImage NGINX =
      new ContainerImage("nginx", List.of("1.27"), "sha256:12");
  private static final ContainerNetwork SHARED =
      new ContainerNetwork(ContainerNetwork.Mode.SHARED, "f".repeat(64), 4026532000L, "blue");

  @Test
  void tellsAllThatIsKnown() throws Exception {
    ContainerDetails details =
        new ContainerDetails("web", NGINX, Map.of("app", "shop"), SHARED, 7L);
    Container container =
        new Container(
            ID,
            ContainerRuntime.DOCKER,
            "/docker/" + ID,
            "web",
            null,
            null,
            false,
            Map.of(),
            details);

    assertThat(lines(container))
        .containsExactly(
            "container.info{{container},updowncounter} {container.id=0123456789ab,"
                + " container.image.id=sha256:12, container.image.name=nginx,"
                + " container.image.tags=[1.27], container.label.app=shop,"
                + " container.linux.cgroup=/docker/"
                + ID
                + ", container.name=web, container.network.mode=shared,"
                + " container.network.owner.id=ffffffffffff, container.runtime.name=docker,"
                + " netns.inode=4026532000, netns.name=blue} 1");
  }

  @Test
  void tellsAPodsLabelsOfEachOfItsContainers() throws Exception {
    Pod pod = new Pod("6f1c", "shop", "web-1", Map.of("app", "web"));
    ContainerDetails details =
        new ContainerDetails("k8s_x", null, Map.of("tier", "front"), null, null);

    assertThat(lines(new Container(ID, null, "/p", null, pod, "nginx", false, Map.of(), details)))
        .containsExactly(
            "container.info{{container},updowncounter} {container.id=0123456789ab,"
                + " container.label.tier=front, container.linux.cgroup=/p,"
                + " k8s.container.name=nginx, k8s.namespace.name=shop, k8s.pod.label.app=web,"
                + " k8s.pod.name=web-1, k8s.pod.uid=6f1c} 1");
    assertThat(lines(new Container(ID, null, "/p", null, pod, null, true, Map.of(), details)))
        .singleElement()
        .asString()
        .contains("k8s.pod.label.app=web")
        .doesNotContain("container.label");
  }

  @Test
  void isOffWhereItIsNotWanted() {
    ContainerFixture fixture = new ContainerFixture((name, _) -> !name.equals("container.info"));

    assertThat(new InfoCollector(fixture.instruments()).isOn()).isFalse();
  }

  private static List<String> lines(Container container) throws Exception {
    ContainerFixture fixture = new ContainerFixture(MetricFilter.DEFAULT, container);
    return fixture.lines(new InfoCollector(fixture.instruments()));
  }
}
