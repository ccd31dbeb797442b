// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// A file in the folder of every process.
public enum ProcessFile {
  STAT("stat"),
  STATM("statm"),
  STATUS("status"),
  IO("io");

  private final String path;

  ProcessFile(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }
}
