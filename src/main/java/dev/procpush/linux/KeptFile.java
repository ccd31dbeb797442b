// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// A kernel file that is read again and again, by way of [KeptFiles].
public final class KeptFile {
  static final int CLOSED = -1;

  private final String directory;
  private final String name;

  /// Of the kernel's descriptors the one that is open for it.
  int descriptor = CLOSED;

  public KeptFile(String directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  String directory() {
    return directory;
  }

  String name() {
    return name;
  }
}
