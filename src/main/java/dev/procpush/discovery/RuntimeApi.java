// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.List;

/// Container runtimes that can be asked about their containers. They are asked beside the cycle:
/// nothing here ever waits for one.
public interface RuntimeApi {

  /// Asks about a container. The answer comes later, if ever.
  ///
  /// @param id as its cgroup has it, hexadecimal digits
  Inspection inspect(String id);

  /// What is wrong with the runtimes now, each with the way out.
  List<String> notices();
}
