// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

/// A process that the last scan saw: the same object while it lives. A pid is used again, so one
/// that is new may have the pid of one that was known before.
public interface LivingProcess {

  int pid();

  /// Its folder in procfs.
  String directory();
}
