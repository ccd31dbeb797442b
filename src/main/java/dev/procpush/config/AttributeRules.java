// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the names of namespaces tell beyond the names: the `attribute_rules` of the configuration
/// file, as in `openstack.router.id` from `qrouter-…`.
public final class AttributeRules {

  private static final AttributeRules NONE = new AttributeRules(List.of());

  private final List<AttributeRule> rules;

  AttributeRules(List<AttributeRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /// Rules that give no attributes.
  public static AttributeRules none() {
    return NONE;
  }

  /// The attributes of the namespace of this name. Of several rules that give the same attribute
  /// the first counts; an empty value is none.
  public Map<String, String> of(String name) {
    Map<String, String> attributes = new HashMap<>();
    for (AttributeRule rule : rules) {
      rule.addTo(attributes, name);
    }
    return attributes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttributeRules that && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
