// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procpush.parse.ByteCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/proc/<pid>/cmdline`: the arguments of a process, each ended by a NUL.
///
/// The process may have written anything there, or nothing; a kernel thread has none.
///
/// @param arguments the program's name first
public record PidCmdline(List<String> arguments) {

  public PidCmdline {
    arguments = List.copyOf(arguments);
  }

  /// Parses the whole file. Any bytes are a command line: the last argument need not be ended.
  public static PidCmdline parse(ByteCursor text) {
    byte[] bytes = text.bytes();
    int length = text.end();
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        arguments.add(new String(bytes, start, i - start, UTF_8));
        start = i + 1;
      }
    }
    if (start < length) {
      arguments.add(new String(bytes, start, length - start, UTF_8));
    }
    return new PidCmdline(arguments);
  }

  /// The value of an option, given as `name value` or `name=value`; the last one counts.
  ///
  /// @param names its spellings, as in `-n`, `--name`
  public @Nullable String option(String... names) {
    String value = null;
    for (int i = 1; i < arguments.size(); i++) {
      for (String name : names) {
        String argument = arguments.get(i);
        if (argument.equals(name) && i + 1 < arguments.size()) {
          value = arguments.get(i + 1);
        } else if (argument.startsWith(name + "=")) {
          value = argument.substring(name.length() + 1);
        }
      }
    }
    return value;
  }
}
