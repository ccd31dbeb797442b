// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.Locale;
import java.util.function.Function;

/// One setting, under its one name in three spellings.
///
/// @param name the key in a configuration file, as in `series.max`
/// @param placeholder what stands for the value in a help text, as in `REGEX`
/// @param parser from text to value; throws an `IllegalArgumentException` that says what is wrong
/// @param defaultText the default in words, or as it would be written; empty for none
/// @param description a sentence or two for help texts and documentation
/// @param isList whether the value is a list, whose items colons separate
public record Setting<T>(
    String name,
    String placeholder,
    Function<String, T> parser,
    String defaultText,
    String description,
    boolean isList) {

  Setting(
      String name,
      String placeholder,
      Function<String, T> parser,
      String defaultText,
      String description) {
    this(name, placeholder, parser, defaultText, description, false);
  }

  /// Its option, as in `--series.max`.
  public String option() {
    return "--" + name;
  }

  /// Its environment variable, as in `PROCPUSH_SERIES_MAX`.
  public String variable() {
    return "PROCPUSH_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
