// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The value of each setting: the user's, or the default.
///
/// @param given the user's, by setting name, all of them good
record Choices(Map<String, Given> given) {

  boolean has(Setting<?> setting) {
    return given.containsKey(setting.name());
  }

  <T> @Nullable T orNull(Setting<T> setting) {
    Given value = given.get(setting.name());
    return value == null ? null : value.as(setting);
  }

  <T> T orElse(Setting<T> setting, T other) {
    T value = orNull(setting);
    return value == null ? other : value;
  }

  /// Only for a setting whose default can be written like a value.
  <T> T orDefault(Setting<T> setting) {
    return orElse(setting, setting.parser().apply(setting.defaultText()));
  }
}
