// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.discovery.CgroupController;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerDetails;
import dev.procpush.discovery.ContainerImage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerTableTest {
  private final List<String> opened = new ArrayList<>();
  private final ContainerTable table = table("");

  private ContainerTable table(String unwanted) {
    return new ContainerTable(
        Identity.COMPACT,
        new Selection(_ -> true, name -> !name.equals(unwanted), _ -> true, _ -> true),
        new SeriesLimit(1000),
        container -> {
          opened.add(container.id());
          return new ContainerFixture().files();
        });
  }

  @Test
  void keepsFilesAndSeriesWhileAContainerLives() {
    ContainerVisit first = table.refresh(List.of(container("a", "web", "/a"))).getFirst();
    ContainerVisit second = table.refresh(List.of(container("a", "web", "/a"))).getFirst();

    assertThat(second.series()).isSameAs(first.series());
    assertThat(opened).containsExactly("a");
  }

  @Test
  void beginsAnewWhenItIsCalledSomethingElse() {
    table.refresh(List.of(container("a", null, "/a")));
    ContainerVisit named = table.refresh(List.of(container("a", "web", "/a"))).getFirst();

    assertThat(named.series().identity().toString()).contains("web");
    assertThat(opened).containsExactly("a", "a");
  }

  @Test
  void leavesAGapWhereAnotherCgroupTakesTheSameName() {
    table.refresh(List.of(container("a", "web", "/a")));

    assertThat(table.refresh(List.of(container("a", "web", "/b")))).isEmpty();
    assertThat(table.refresh(List.of(container("a", "web", "/b")))).hasSize(1);
  }

  @Test
  void neverGivesTwoContainersTheSameAttributes() {
    String id = "0123456789ab";
    Container one = container(id + "0".repeat(52), "web", "/a");
    Container other = container(id + "1".repeat(52), "web", "/b");

    assertThat(table.refresh(List.of(one, other))).hasSize(1);
  }

  @Test
  void leavesOutWhatIsNotWanted() {
    assertThat(
            table("web").refresh(List.of(container("a", "web", "/a"), container("b", "db", "/b"))))
        .hasSize(1);
    assertThat(opened).containsExactly("b");
  }

  @Test
  void goesOnWhenMoreIsKnownOfTheContainerAndDescribesItAnew() {
    ContainerTable table = table("");
    ContainerVisit first = table.refresh(List.of(container("a", "web", "/a"))).getFirst();
    Attributes before = first.series().info();
    assertThat(first.series().info()).isSameAs(before);
    ContainerDetails details =
        new ContainerDetails(
            "web", new ContainerImage("nginx", List.of(), null), Map.of(), null, null);
    Container same = container("a", "web", "/a");
    Container described =
        new Container("a", null, "/a", "web", null, null, false, same.cgroups(), details);

    ContainerVisit second = table.refresh(List.of(described)).getFirst();

    assertThat(second).isSameAs(first);
    assertThat(second.series().container()).isSameAs(described);
    assertThat(second.series().info().get(AttributeKey.stringKey("container.image.name")))
        .isEqualTo("nginx");
    assertThat(second.series().info()).isSameAs(second.series().info());
  }

  private static Container container(String id, @Nullable String name, String path) {
    return new Container(
        id, null, path, name, null, null, false, Map.of(CgroupController.UNIFIED, path));
  }
}
