// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.util.List;

/// The one number that is all there is in a file.
public record WholeFile() implements NumberSource {

  @Override
  public List<NumberText> parse(ByteCursor text) {
    return List.of(new NumberText(text.file(), 1, text.all().strip()));
  }
}
