// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/// JSON in the state folders of runtimes, which may be anything: what is nested deep is refused,
/// and of a text no tree is made.
final class StateJson {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_NESTING = 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(MAX_BYTES)
                  .maxNameLength(MAX_BYTES)
                  .build())
          // each key of a stranger would otherwise be kept for good
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private StateJson() {}

  static JsonParser parser(byte[] json) throws IOException {
    return FACTORY.createParser(json);
  }

  /// Of a text within the text.
  static JsonParser parser(String json) throws IOException {
    return FACTORY.createParser(json);
  }
}
