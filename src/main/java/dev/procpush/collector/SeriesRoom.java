// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// The room that one namespace or container takes of the limit on series.
final class SeriesRoom {
  private final SeriesLimit limit;
  private final boolean unlimited;
  private int expected;
  private int reserved;
  private boolean read;
  private boolean measured;
  private boolean leftOut;
  private boolean empty = true;

  /// @param unlimited whether it gets all the room it asks for
  SeriesRoom(SeriesLimit limit, boolean unlimited) {
    this.limit = limit;
    this.unlimited = unlimited;
  }

  boolean isUnlimited() {
    return unlimited;
  }

  /// Whether it was ever read, so that [#expected] is its own.
  boolean wasRead() {
    return read;
  }

  /// Takes it to have so many series.
  void expect(int series) {
    expected = series;
  }

  /// How many series it had when it was last read.
  int expected() {
    return expected;
  }

  /// In the next visit nothing is recorded: it is read to learn how many series it has now.
  void measure() {
    measured = true;
  }

  boolean isMeasured() {
    return measured;
  }

  void beginVisit() {
    reserved = 0;
    leftOut = false;
  }

  /// Asks for room before points are recorded. Without room the rest of it is left out.
  boolean reserve(int points) {
    int before = Math.max(reserved, expected);
    reserved += points;
    if (measured) {
      return false;
    }
    int growth = Math.max(reserved, expected) - before;
    leftOut = leftOut || !(unlimited || limit.admits(growth));
    return !leftOut;
  }

  boolean isLeftOut() {
    return leftOut;
  }

  /// Whether the last visit has recorded nothing, or not all.
  boolean isEmpty() {
    return empty;
  }

  void endVisit() {
    expected = reserved;
    read = true;
    empty = leftOut || measured || reserved == 0;
    measured = false;
  }
}
