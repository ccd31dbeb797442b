// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerRuntime;
import dev.procpush.discovery.Pod;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityTest {

  @Test
  void aNamedNamespaceHasItsNameAndWhatTheRulesMakeOfIt() {
    Identity identity =
        Identity.COMPACT.withRules(name -> Map.of("openstack.router.id", name.substring(8)));

    assertThat(identity.of(FakeNamespace.named(7, "qrouter-12")))
        .isEqualTo(
            Attributes.of(
                stringKey("netns.name"), "qrouter-12", stringKey("openstack.router.id"), "12"));
  }

  @Test
  void aRuleDoesNotTakeThePlaceOfTheName() {
    Identity identity = Identity.FULL.withRules(name -> Map.of("netns.name", "other"));

    assertThat(identity.of(FakeNamespace.named(7, "blue")))
        .isEqualTo(Attributes.of(stringKey("netns.name"), "blue"));
  }

  @Test
  void rulesAreForNamedNamespacesAlone() {
    Identity identity = Identity.COMPACT.withRules(name -> Map.of("a", "b"));

    assertThat(identity.of(FakeNamespace.host())).isEqualTo(Attributes.empty());
    assertThat(identity.of(FakeNamespace.unnamed(7)))
        .isEqualTo(Attributes.of(longKey("netns.inode"), 7L));
  }

  /// A pod of CRI-O whose sandbox is not known.
  @Test
  void theNetworkOfAPodHasNoIdOfAContainerThatComesAndGoes() {
    Pod pod = new Pod("6f1c", "shop", "web-1");
    Attributes names =
        Attributes.of(stringKey("k8s.namespace.name"), "shop", stringKey("k8s.pod.name"), "web-1");
    Container nginx =
        new Container("b", ContainerRuntime.CRI_O, "/b", null, pod, "nginx", false, Map.of());
    Container sandbox =
        new Container("a", ContainerRuntime.CRI_O, "/a", null, pod, null, true, Map.of());

    assertThat(Identity.COMPACT.of(FakeNamespace.container(7, nginx))).isEqualTo(names);
    assertThat(Identity.COMPACT.of(FakeNamespace.container(7, sandbox)))
        .isEqualTo(names.toBuilder().put("container.id", "a").build());
    assertThat(Identity.COMPACT.of(nginx).get(stringKey("container.id"))).isEqualTo("b");
  }
}
