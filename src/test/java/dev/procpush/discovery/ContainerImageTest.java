// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerImageTest {
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String ID = "sha256:" + HEX;

  @ParameterizedTest
  @CsvSource({
    "nginx, nginx, latest",
    "nginx:1.27, nginx, 1.27",
    "docker.io/library/nginx:1.27-alpine, docker.io/library/nginx, 1.27-alpine",
    "registry:5000/a/b, registry:5000/a/b, latest",
    "registry:5000/a/b:v1, registry:5000/a/b, v1",
    "nginx:1.27@sha256:ab, nginx, 1.27",
  })
  void aReferenceIsNameAndTag(String reference, String name, String tag) {
    assertThat(ContainerImage.of(reference, HEX))
        .isEqualTo(new ContainerImage(name, List.of(tag), ID));
  }

  @Test
  void aDigestIsNoTag() {
    assertThat(ContainerImage.of("nginx@sha256:ab", null))
        .isEqualTo(new ContainerImage("nginx", List.of(), null));
  }

  @Test
  void anIdIsNoName() {
    ContainerImage alone = new ContainerImage(null, List.of(), ID);
    assertThat(ContainerImage.of(ID, null)).isEqualTo(alone);
    assertThat(ContainerImage.of(HEX, null)).isEqualTo(alone);
    assertThat(ContainerImage.of("0123456789ab", ID)).isEqualTo(alone);
    assertThat(ContainerImage.of(null, ID)).isEqualTo(alone);
    assertThat(ContainerImage.of("", "garbage")).isNull();
    assertThat(ContainerImage.of(null, null)).isNull();
  }

  @Test
  void hostileReferencesAreBounded() {
    ContainerImage image = ContainerImage.of("a".repeat(5000) + ":" + "b".repeat(5000), null);

    assertThat(image).isNotNull();
    assertThat(image.name()).hasSize(255);
    assertThat(image.tags().getFirst()).hasSize(255);
    assertThat(ContainerImage.of(":@:/", null)).isNotNull();
  }

  @Test
  void labelsAreFewAndShort() {
    AllowedLabels allowed = new AllowedLabels(key -> !key.equals("secret"));
    Map<String, String> labels = new TreeMap<>();
    allowed.put(labels, "secret", "x");
    allowed.put(labels, "", "x");
    allowed.put(labels, "k".repeat(256), "x");
    assertThat(labels).isEmpty();

    for (int i = 0; i < 100; i++) {
      allowed.put(labels, "k" + i, "v".repeat(1000));
    }

    assertThat(labels).hasSize(32);
    assertThat(labels.values()).allMatch(value -> value.length() == 255);
  }

  @Test
  void whatOneSourceLacksIsTakenFromTheOther() {
    ContainerImage named = new ContainerImage("nginx", List.of("1"), null);
    ContainerImage other = new ContainerImage("busybox", List.of("2"), ID);

    assertThat(named.or(other)).isEqualTo(new ContainerImage("nginx", List.of("1"), ID));
    assertThat(new ContainerImage(null, List.of(), ID).or(named))
        .isEqualTo(new ContainerImage("nginx", List.of("1"), ID));
    assertThat(merged(named, null)).isEqualTo(named);
    assertThat(merged(null, named)).isEqualTo(named);
  }

  private static @Nullable ContainerImage merged(
      @Nullable ContainerImage one, @Nullable ContainerImage other) {
    ContainerNames names = ContainerNames.NONE;
    return names.with(one, Map.of("a", "1")).or(names.with(other, Map.of("b", "2"))).image();
  }
}
