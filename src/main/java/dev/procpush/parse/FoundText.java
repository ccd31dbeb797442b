// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What an expression of the user's finds in a file.
///
/// @param search gives the number's text, or nothing
public record FoundText(Function<String, Optional<String>> search) implements NumberSource {

  @Override
  public List<NumberText> in(String file, byte[] bytes, int length)
      throws MalformedKernelDataException {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    Optional<String> found = search.apply(text);
    if (found.isEmpty()) {
      String first = text.lines().findFirst().orElse("");
      throw new MalformedKernelDataException(file, 1, first, "the expression finds nothing");
    }
    return List.of(new NumberText(file, 1, found.get()));
  }
}
