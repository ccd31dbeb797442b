// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.StatFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a fixture's `statfs.txt` says that its file systems answer; `stuck` for one that does not.
final class FixtureFileSystems implements FileSystems {
  private final Map<String, List<Long>> answers = new HashMap<>();

  /// @param root the folder that holds the host's `proc`
  FixtureFileSystems(Path root) {
    Path file = root.resolve("statfs.txt");
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    if (line.endsWith(" stuck")) {
      answers.put(line.substring(0, line.length() - 6), List.of());
      return;
    }
    List<String> words = List.of(line.split(" ", -1));
    int first = words.size() - 8;
    List<String> device = List.of(words.get(first + 1).split(":", -1));
    List<Long> numbers = new ArrayList<>();
    numbers.add(Long.parseLong(words.get(first), 16));
    numbers.add(StatFs.device(Long.parseLong(device.get(0)), Long.parseLong(device.get(1))));
    words.subList(first + 2, words.size()).forEach(word -> numbers.add(Long.valueOf(word)));
    answers.put(String.join(" ", words.subList(0, first)), numbers);
  }

  @Override
  public Pending<StatFs> begin(Place place) {
    return _ -> answer(place);
  }

  private StatFs answer(Place place) throws ErrnoException {
    @Nullable List<Long> numbers = answers.get(place.toString());
    if (numbers == null || numbers.isEmpty()) {
      int errno = numbers == null ? ErrnoException.ENOENT : ErrnoException.ETIMEDOUT;
      throw new ErrnoException(errno, "statfs", place.toString());
    }
    return new StatFs(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        numbers.get(5),
        numbers.get(6),
        numbers.get(7),
        false);
  }
}
