// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Locale;

/// Whose network namespace it is.
public enum NamespaceKind {
  HOST,
  CONTAINER,
  POD,
  /// Neither a container's nor named: some process made it.
  PROCESS,
  /// Not a container's, and a mount gives it a name; it may have processes or none.
  NAMED;

  /// The value of `netns.kind`.
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
