// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import org.jspecify.annotations.Nullable;

/// A key of a YAML file and its value.
///
/// @param key with the keys it is nested in, joined by dots
/// @param text the value as written; null where there is none
/// @param line where the key stands, from 1
record YamlEntry(String key, @Nullable String text, int line) {}
