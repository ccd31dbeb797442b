// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The one number that is all there is in a file.
public record WholeFile() implements NumberSource {

  @Override
  public List<NumberText> in(String file, byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    return List.of(new NumberText(file, 1, text));
  }
}
