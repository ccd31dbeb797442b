// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The linked functions, a class of its own so that an unknown processor is told before any is
/// looked up. No call is `critical`: with it a read is not measurably faster, and a slow one would
/// hold up garbage collection.
final class LibcFunctions {
  static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

  static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");

  static final MethodHandle OPENAT =
      link(
          "openat",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
          CAPTURE_ERRNO,
          Linker.Option.firstVariadicArg(3));
  static final MethodHandle SYSCALL_OPENAT2 =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
          CAPTURE_ERRNO,
          Linker.Option.firstVariadicArg(1));
  static final MethodHandle READ =
      link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), CAPTURE_ERRNO);
  static final MethodHandle PREAD =
      link(
          "pread",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG),
          CAPTURE_ERRNO);
  static final MethodHandle POLL =
      link("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), CAPTURE_ERRNO);
  static final MethodHandle SYSCALL_STATMOUNT =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG),
          CAPTURE_ERRNO,
          Linker.Option.firstVariadicArg(1));
  static final MethodHandle GETRLIMIT =
      link("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), CAPTURE_ERRNO);
  static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle STATX =
      link(
          "statx",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
          CAPTURE_ERRNO);
  static final MethodHandle SYSCALL_GETDENTS64 =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
          CAPTURE_ERRNO,
          Linker.Option.firstVariadicArg(1));
  static final MethodHandle READLINKAT =
      link(
          "readlinkat",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
          CAPTURE_ERRNO);
  static final MethodHandle GETPAGESIZE = link("getpagesize", FunctionDescriptor.of(JAVA_INT));
  static final MethodHandle FSTATFS =
      link("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), CAPTURE_ERRNO);

  private LibcFunctions() {}

  // Restricted because a wrong descriptor corrupts memory: those above are held by LibcTest.
  @SuppressWarnings("restricted")
  static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return linker.downcallHandle(symbol, descriptor, options);
  }
}
