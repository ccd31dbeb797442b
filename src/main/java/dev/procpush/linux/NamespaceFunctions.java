// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static dev.procpush.linux.LibcFunctions.CAPTURE_ERRNO;
import static dev.procpush.linux.LibcFunctions.link;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// The linked functions that only the [NamespaceThread] calls, so that an agent without one does
/// not link them.
final class NamespaceFunctions {
  static final MethodHandle SETNS =
      link("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), CAPTURE_ERRNO);
  static final MethodHandle SOCKET =
      link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), CAPTURE_ERRNO);
  static final MethodHandle SEND =
      link(
          "send",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
          CAPTURE_ERRNO);
  static final MethodHandle RECVFROM =
      link(
          "recvfrom",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
          CAPTURE_ERRNO);
  static final MethodHandle SYSCALL_FSOPEN =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
          CAPTURE_ERRNO,
          Linker.Option.firstVariadicArg(1));
  static final MethodHandle SYSCALL_FSCONFIG =
      link(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          CAPTURE_ERRNO,
          Linker.Option.firstVariadicArg(1));
  static final MethodHandle SYSCALL_FSMOUNT =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          CAPTURE_ERRNO,
          Linker.Option.firstVariadicArg(1));

  private NamespaceFunctions() {}
}
