// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// A value as the user wrote it.
///
/// @param text the value
/// @param place where it was written, for error texts
record Given(String text, String place) {

  private static final int MOST_SHOWN = 80;

  /// The value of a setting in one of its spellings.
  ///
  /// @param spelling as in `--series.max`, `PROCPUSH_SERIES_MAX` or `config.yaml:12: series.max`
  /// @throws ConfigException where the setting cannot have the value
  static Given checked(Setting<?> setting, String spelling, String text) {
    Given given = new Given(text, spelling + "=" + shortened(text));
    given.as(setting);
    return given;
  }

  <T> T as(Setting<T> setting) {
    try {
      return setting.parser().apply(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(place + ": " + e.getMessage(), e);
    }
  }

  /// So much of a stranger's text as fits into a line.
  static String shortened(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }
}
