// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How `procpush once` prints what it collected.
public enum OutputFormat {
  /// An aligned table for people.
  TEXT,
  /// One JSON document: the standard encoding of an export request.
  OTLP_JSON,
  /// The names and labels that Prometheus will have.
  PROMETHEUS;

  String value() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// All of them, with something between.
  static String all(String separator) {
    return Arrays.stream(values()).map(OutputFormat::value).collect(Collectors.joining(separator));
  }
}
