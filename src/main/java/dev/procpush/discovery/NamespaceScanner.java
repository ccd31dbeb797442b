// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

/// Finds what is on the host, again and again.
public interface NamespaceScanner {

  /// One pass over the processes. Whatever vanishes on the way is left out.
  Snapshot scan();
}
