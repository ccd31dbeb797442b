// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value in a YAML file.
sealed interface YamlNode {

  /// Where it begins, from 1.
  int line();

  /// A single value.
  ///
  /// @param text as written; null where there is none
  record Text(@Nullable String text, int line) implements YamlNode {}

  /// A list.
  record Items(List<YamlNode> items, int line) implements YamlNode {}

  /// A mapping; a key may stand in it twice.
  record Fields(List<YamlEntry> entries, int line) implements YamlNode {}
}
