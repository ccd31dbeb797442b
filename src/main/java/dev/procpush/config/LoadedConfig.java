// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.List;

/// The configuration, and what the user should be told about it.
///
/// @param config the settings
/// @param warnings lines about variables that look like settings and are none
public record LoadedConfig(AgentConfig config, List<String> warnings) {

  public LoadedConfig {
    warnings = List.copyOf(warnings);
  }
}
