// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

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
}
