// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What an expression of the user's finds in a file.
///
/// @param search gives the number's text, or nothing
public record FoundText(Function<String, Optional<String>> search) implements NumberSource {

  @Override
  public List<NumberText> parse(ByteCursor text) throws MalformedKernelDataException {
    String all = text.all();
    Optional<String> found = search.apply(all);
    if (found.isEmpty()) {
      String first = all.lines().findFirst().orElse("");
      throw new MalformedKernelDataException(text.file(), 1, first, "the expression finds nothing");
    }
    return List.of(new NumberText(text.file(), 1, found.get()));
  }
}
