// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.Setting;
import dev.procpush.config.Settings;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The settings as options of a command.
final class SettingOptions {

  private SettingOptions() {}

  /// @param shown whether the command's help lists them
  static void addTo(CommandSpec spec, boolean shown) {
    for (Setting<?> setting : Settings.all()) {
      spec.addOption(
          OptionSpec.builder(setting.option())
              .paramLabel(setting.placeholder())
              .arity("1")
              .type(String.class)
              .hidden(!shown)
              .description(description(setting))
              .build());
    }
  }

  /// The values that were given, by setting name; those after the subcommand's name go before those
  /// before it.
  static Map<String, String> values(ParseResult arguments) {
    Map<String, String> values = new HashMap<>();
    for (ParseResult level = arguments; level != null; level = level.subcommand()) {
      for (Setting<?> setting : Settings.all()) {
        if (level.hasMatchedOption(setting.option())) {
          values.put(setting.name(), level.matchedOptionValue(setting.option(), ""));
        }
      }
    }
    return values;
  }

  private static String[] description(Setting<?> setting) {
    String text = setting.description().replace("%", "%%");
    return setting.defaultText().isEmpty()
        ? new String[] {text}
        : new String[] {text, "Default: " + setting.defaultText().replace("%", "%%")};
  }
}
