// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AttributeRulesTest {

  private static final String ROUTER = "3f1c8a52-6d0e-4b7a-9c55-0a1b2c3d4e5f";

  @Test
  void takesGroupsOutOfANamespacesName() {
    AttributeRules rules =
        rules(
            """
            attribute_rules:
              - namespace: '^qrouter-(?P<router>[0-9a-f-]+)$'
                attributes: {openstack.router.id: router}
              - namespace: '^(?<kind>[a-z]+)-'
                attributes:
                  acme.kind: kind
                  acme.kind2: kind
            """);

    assertThat(rules.of("qrouter-" + ROUTER))
        .isEqualTo(
            Map.of("openstack.router.id", ROUTER, "acme.kind", "qrouter", "acme.kind2", "qrouter"));
    assertThat(rules.of("snat-1")).isEqualTo(Map.of("acme.kind", "snat", "acme.kind2", "snat"));
    assertThat(rules.of("blue")).isEmpty();
    assertThat(rules.of("")).isEmpty();
  }

  @Test
  void matchesAnywhereUnlessTiedToTheEnds() {
    AttributeRules rules =
        rules("attribute_rules: [{namespace: '(?P<digits>[0-9]+)', attributes: {a.b: digits}}]");

    assertThat(rules.of("x12y34")).isEqualTo(Map.of("a.b", "12"));
  }

  @Test
  void takesTheFirstRuleThatGivesAnAttributeAValue() {
    AttributeRules rules =
        rules(
            """
            attribute_rules:
              - {namespace: '^a(?P<x>\\d*)', attributes: {n.x: x}}
              - {namespace: '(?P<x>..)$', attributes: {n.x: x, n.y: x}}
              - {namespace: '(?P<x>.)$', attributes: {n.y: x}}
            """);

    assertThat(rules.of("a12")).isEqualTo(Map.of("n.x", "12", "n.y", "12"));
    assertThat(rules.of("abc")).isEqualTo(Map.of("n.x", "bc", "n.y", "bc"));
    assertThat(rules.of("b")).isEqualTo(Map.of("n.y", "b"));
  }

  @Test
  void leavesOutAGroupThatTookNoPartAndAValueThatIsTooLong() {
    AttributeRules rules =
        rules("attribute_rules: [{namespace: '^(?:a(?P<x>.*)|b)$', attributes: {n.x: x}}]");

    assertThat(rules.of("b")).isEmpty();
    assertThat(rules.of("a" + "y".repeat(256))).isEqualTo(Map.of("n.x", "y".repeat(256)));
    assertThat(rules.of("a" + "y".repeat(257))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "series.max: 1", "attribute_rules:", "attribute_rules: []"})
  void mayBeNone(String yaml) {
    assertThat(rules(yaml)).isEqualTo(AttributeRules.none());
    assertThat(AttributeRules.none().of("qrouter-1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "attribute_rules: x|f.yaml:1: 'attribute_rules' takes a list of mappings",
        "attribute_rules: {a: b}|f.yaml:1: 'attribute_rules' takes a list of mappings",
        "attribute_rules:\\n- x|f.yaml:2: attribute_rules: not a mapping of keys to values",
        "attribute_rules:\\n- - x|f.yaml:2: attribute_rules: not a mapping of keys to values",
        "attribute_rules:\\n- namespcae: x|f.yaml:2: attribute_rules: unknown key 'namespcae';"
            + " did you mean 'namespace'?",
        "attribute_rules:\\n"
            + "- namespace: a\\n"
            + "  namespace: b|f.yaml:3: attribute_rules: 'namespace' is already set in line 2",
        "attribute_rules:\\n"
            + "- attributes: {a.b: c}|f.yaml:2: attribute_rules: 'namespace' is missing",
        "attribute_rules:\\n- namespace: a|f.yaml:2: attribute_rules: 'attributes' is missing",
        "attribute_rules:\\n- {}|f.yaml:2: attribute_rules: 'namespace' is missing",
        "attribute_rules:\\n"
            + "- namespace:\\n"
            + "  attributes: {}|f.yaml:2: attribute_rules: 'namespace' has no value",
        "attribute_rules:\\n- namespace: [a]|f.yaml:2: attribute_rules: 'namespace' takes a single"
            + " value",
        "attribute_rules:\\n- namespace: (|f.yaml:2: attribute_rules: namespace=(: not a regular"
            + " expression of RE2: missing closing ): (",
        "attribute_rules:\\n"
            + "- namespace: a\\n"
            + "  attributes: b|f.yaml:3: attribute_rules: 'attributes' takes a mapping",
        "attribute_rules:\\n"
            + "- namespace: a\\n"
            + "  attributes: {}|f.yaml:3: attribute_rules: 'attributes' is empty",
        "attribute_rules:\\n"
            + "- namespace: '(?P<router>.)'\\n"
            + "  attributes:\\n"
            + "    a.b: ruoter|f.yaml:4: attribute_rules: a.b=ruoter: the expression has no group"
            + " of this name; did you mean 'router'?",
        "attribute_rules:\\n- namespace: (.)\\n  attributes: {a.b: '1'}|f.yaml:3: attribute_rules:"
            + " a.b=1: the expression has no group of this name",
        "attribute_rules:\\n- namespace: (?P<x>.)\\n  attributes: {a.b: [x]}|f.yaml:3:"
            + " nested too deeply",
        "attribute_rules:\\n"
            + "- namespace: (?P<x>.)\\n"
            + "  attributes: {a.b: }|f.yaml:3: attribute_rules: 'a.b' has no value",
        "attribute_rules:\\n"
            + "- namespace: (?P<x>.)\\n"
            + "  attributes:\\n"
            + "    a.b: x\\n"
            + "    a.b: x|f.yaml:5: attribute_rules: 'a.b' is already set in line 4",
        "attribute_rules:\\n"
            + "- namespace: (?P<x>.)\\n"
            + "  attributes:\\n"
            + "    a.b: x\\n"
            + "    a_b: x|f.yaml:5: attribute_rules: 'a_b' is the same label as 'a.b'",
        "attribute_rules:\\n- namespace: a\\n  attributes: {Router: x}|f.yaml:3: attribute_rules:"
            + " 'Router' is not a name of an attribute, as in openstack.router.id",
        "attribute_rules:\\n- namespace: a\\n  attributes: {a..b: x}|f.yaml:3: attribute_rules:"
            + " 'a..b' is not a name of an attribute, as in openstack.router.id",
        "attribute_rules:\\n"
            + "- namespace: a\\n"
            + "  attributes: {netns.name: x}|f.yaml:3: attribute_rules: 'netns.name': names that"
            + " begin with 'netns' are taken",
        "attribute_rules:\\n"
            + "- namespace: a\\n"
            + "  attributes: {netns_name: x}|f.yaml:3: attribute_rules: 'netns_name': names that"
            + " begin with 'netns' are taken",
        "attribute_rules:\\n- namespace: a\\n  attributes: {k8s.pod.name: x}|f.yaml:3:"
            + " attribute_rules: 'k8s.pod.name': names that begin with 'k8s' are taken",
        "attribute_rules:\\n"
            + "- namespace: a\\n"
            + "  attributes: {job: x}|f.yaml:3: attribute_rules: 'job': names that begin with 'job'"
            + " are taken",
        "attribute_rules:\\n- namespace: a\\n  attributes: {a: {b: x}}|f.yaml:3: nested too"
            + " deeply",
      })
  void refuses(String yaml, String message) {
    assertRefused(yaml.replace("\\n", "\n"), message);
  }

  @Test
  void refusesMoreThanAHundredRulesAndANameThatIsLong() {
    String rule = "- {namespace: '(?P<x>.)', attributes: {a.b: x}}\n";
    assertThat(rules("attribute_rules:\n" + rule.repeat(100)).of("z")).hasSize(1);
    assertRefused(
        "attribute_rules:\n" + rule.repeat(101),
        "f.yaml:102: attribute_rules: more than 100 entries");
    assertRefused(
        "attribute_rules:\n- namespace: a\n  attributes: {" + "a".repeat(129) + ": x}",
        "f.yaml:3: attribute_rules: '"
            + "a".repeat(80)
            + "…' is not a name of an attribute, as in openstack.router.id");
  }

  private static AttributeRules rules(String yaml) {
    ConfigFile file = ConfigFile.parse("f.yaml", yaml);
    file.given();
    return file.attributeRules();
  }

  private static void assertRefused(String yaml, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> rules(yaml))
        .withMessage(message);
  }
}
