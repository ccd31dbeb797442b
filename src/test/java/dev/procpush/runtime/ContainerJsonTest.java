// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.discovery.InspectedContainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The answers are written after those of Docker 20.10 and of Podman 4.3.
final class ContainerJsonTest {
  private static final String DOCKER_LIST =
      """
      [{"Id":"aa","Names":["/web/db","/db"],"Image":"postgres:16","ImageID":"sha256:11",
        "Command":"x","Created":1,"Ports":[{"PrivatePort":1}],"Labels":{"k":"v","other":"w"},
        "State":"running","HostConfig":{"NetworkMode":"default"},"Mounts":[]},
       {"Id":"bb","Names":["/b"],"Image":"sha256:22","ImageID":"sha256:22","Labels":{}}]
      """;
  private static final String PODMAN_INSPECT =
      """
      {"Id":"cc","Created":"2026-11-21T00:00:00Z","Path":"sleep","Args":["1"],
       "State":{"Status":"running","Pid":1,"Health":{"Log":[{"Output":"x"}]}},
       "Image":"sha256:33","Name":"/c",
       "Config":{"Env":["A=1"],"Image":"docker.io/library/alpine:3","Labels":{"k":null,"n":7}}}
      """;

  @Test
  void readsAList() throws Exception {
    assertThat(list(DOCKER_LIST))
        .containsExactly(
            new InspectedContainer("aa", "db", "postgres:16", "sha256:11", Map.of("k", "v")),
            new InspectedContainer("bb", "b", "sha256:22", "sha256:22", Map.of()));
    assertThat(list("[]")).isEmpty();
  }

  @Test
  void readsOne() throws Exception {
    assertThat(inspected(PODMAN_INSPECT))
        .isEqualTo(
            new InspectedContainer("cc", "c", "docker.io/library/alpine:3", "sha256:33", Map.of()));
  }

  @Test
  void boundsTextAndLabels() throws Exception {
    StringBuilder labels = new StringBuilder("\"k\": \"" + "v".repeat(100_000) + "\"");
    for (int i = 0; i < 1_000; i++) {
      labels.append(", \"k").append(i).append("\": \"v\"");
    }
    InspectedContainer found =
        inspected(
            "{\"Id\": \"aa\", \"Name\": \"/n\", \"Config\": {\"Image\": \""
                + "i".repeat(100_000)
                + "\", \"Labels\": {"
                + labels
                + "}}}");
    assertThat(found.image()).isNull();
    assertThat(found.labels()).hasSize(100).doesNotContainKey("k");
  }

  @Test
  void survivesAnyBytes() throws Exception {
    Random random = new Random(1);
    for (String text : List.of(DOCKER_LIST, PODMAN_INSPECT)) {
      byte[] whole = text.getBytes(UTF_8);
      for (int i = 0; i < 50_000; i++) {
        byte[] mutant = whole.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
          mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
        }
        String bytes = new String(mutant, 0, random.nextInt(mutant.length + 1), ISO_8859_1);
        try {
          list(bytes);
          inspected(bytes);
        } catch (IOException expected) {
          assertThat(expected).isNotNull();
        }
      }
    }
  }

  @Test
  void takesNoListThatIsCut() {
    for (int length = 0; length < DOCKER_LIST.lastIndexOf(']'); length++) {
      String cut = DOCKER_LIST.substring(0, length);
      assertThatThrownBy(() -> list(cut)).as(cut).isInstanceOf(IOException.class);
    }
  }

  private static List<InspectedContainer> list(String json) throws IOException {
    List<InspectedContainer> found = new ArrayList<>();
    ContainerJson.list(stream(json), key -> key.startsWith("k"), found::add);
    return found;
  }

  private static InspectedContainer inspected(String json) throws IOException {
    return ContainerJson.inspected(stream(json), key -> key.startsWith("k"));
  }

  private static ByteArrayInputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(ISO_8859_1));
  }
}
