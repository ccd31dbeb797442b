// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// A key of a YAML file and its value.
///
/// @param line where the key stands, from 1
record YamlEntry(String key, YamlNode value, int line) {}
