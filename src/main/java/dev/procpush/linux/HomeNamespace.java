// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// The namespace that a thread was started in, and the thread's way back to it.
///
/// The way is a descriptor of its own: not even root may open `/proc/1/ns/net` when process 1 has
/// more capabilities.
final class HomeNamespace {
  /// `CLONE_NEWNET` of `<sched.h>`.
  static final int CLONE_NEWNET = 0x4000_0000;

  private final Libc libc;
  private final int descriptor;
  private boolean away;
  private int lost;

  /// @param descriptor an open descriptor, or the negated errno of opening it
  HomeNamespace(Libc libc, int descriptor) {
    this.libc = libc;
    this.descriptor = descriptor;
  }

  boolean isAway() {
    return away;
  }

  /// Whether the thread is in a foreign namespace for good.
  boolean isLost() {
    return lost != 0;
  }

  /// @throws ErrnoException when nobody can say in which namespace the thread should be
  void checkNotLost() throws ErrnoException {
    if (lost != 0) {
      throw new ErrnoException(lost, "setns", "home");
    }
  }

  int descriptor() throws ErrnoException {
    return (int) Libc.check(descriptor, "open", "home");
  }

  /// Takes the thread to a namespace. If it fails the thread is where it was.
  void leaveFor(int namespace, String title) throws ErrnoException {
    descriptor(); // Without a way back nobody leaves.
    Libc.check(libc.setns(namespace, CLONE_NEWNET), "setns", title);
    away = true;
  }

  /// Takes the thread home, or marks it as lost.
  void goBack() {
    if (away && lost == 0) {
      int result = libc.setns(descriptor, CLONE_NEWNET);
      if (result < 0) {
        lost = -result;
      } else {
        away = false;
      }
    }
  }

  void close() {
    if (descriptor >= 0) {
      libc.close(descriptor);
    }
  }
}
