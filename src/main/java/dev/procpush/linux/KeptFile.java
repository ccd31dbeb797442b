// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// A kernel file that is read again and again, by way of [KeptFiles].
public final class KeptFile extends KeptFolder {
  private final String directory;
  private final String name;

  public KeptFile(String directory, String name) {
    super(1);
    this.directory = directory;
    this.name = name;
  }

  @Override
  protected String directory(int file) {
    return directory;
  }

  @Override
  protected String name(int file) {
    return name;
  }
}
