// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The C library's system calls under their C names. Each returns what C returns, or the negated
/// errno where C returns -1, so that no errno outlives its call. An open or a read that a signal
/// interrupted is made again; the other calls do not wait.
///
/// One instance serves one thread at a time: it holds the memory that receives the errno.
final class Libc {
  /// `AT_FDCWD` of `<fcntl.h>`: relative paths start at the working directory.
  static final int AT_FDCWD = -100;

  /// `AT_EMPTY_PATH` of `<fcntl.h>`: an empty path means the descriptor itself.
  static final int AT_EMPTY_PATH = 0x1000;

  /// `O_RDONLY` of `<fcntl.h>`.
  static final int O_RDONLY = 0;

  /// `O_NOCTTY` of `<fcntl.h>`: a terminal does not become ours.
  static final int O_NOCTTY = 0x100;

  /// `O_NONBLOCK` of `<fcntl.h>`: the open of a FIFO does not wait for a writer.
  static final int O_NONBLOCK = 0x800;

  /// `O_CLOEXEC` of `<fcntl.h>`: child processes do not inherit it. Every descriptor here has it.
  static final int O_CLOEXEC = 0x8_0000;

  /// `O_PATH` of `<fcntl.h>`: a place in the tree; what is there is not opened.
  static final int O_PATH = 0x20_0000;

  /// `SYS_openat2` of `<sys/syscall.h>`, the same on all processors.
  static final long SYS_OPENAT2 = 437;

  private static final long EINTR = -4;

  private final LinuxAbi abi = LinuxAbi.ofThisMachine();
  private final MemorySegment callState;

  Libc(Arena arena) {
    callState = arena.allocate(Functions.CALL_STATE);
  }

  /// `O_DIRECTORY` of `<fcntl.h>`: anything but a directory fails with ENOTDIR.
  int directoryFlag() {
    return abi.directory();
  }

  /// `O_NOFOLLOW` of `<fcntl.h>`: a link in the last place is not followed.
  int noFollowFlag() {
    return abi.noFollow();
  }

  /// `int openat(int dirfd, const char *path, int flags)`; `O_CLOEXEC` is added.
  int openat(int dirfd, MemorySegment path, int flags) {
    try {
      int result;
      do {
        result =
            (int)
                resultOf(
                    (int) Functions.OPENAT.invokeExact(callState, dirfd, path, flags | O_CLOEXEC));
      } while (result == EINTR);
      return result;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `long syscall(SYS_openat2, int dirfd, const char *path, struct open_how *how, size_t size)`.
  int openat2(int dirfd, MemorySegment path, MemorySegment how) {
    try {
      long result;
      do {
        result =
            resultOf(
                (long)
                    Functions.SYSCALL_OPENAT2.invokeExact(
                        callState, SYS_OPENAT2, (long) dirfd, path, how, how.byteSize()));
      } while (result == EINTR);
      return (int) result;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `ssize_t read(int fd, void *buffer, size_t count)`, up to the buffer's size.
  long read(int fd, MemorySegment buffer) {
    try {
      long result;
      do {
        result =
            resultOf((long) Functions.READ.invokeExact(callState, fd, buffer, buffer.byteSize()));
      } while (result == EINTR);
      return result;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int close(int fd)`. Linux frees the descriptor whatever it returns, so nothing is made of
  /// that, and a second try could close another thread's.
  void close(int fd) {
    try {
      var _ = (int) Functions.CLOSE.invokeExact(fd);
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *buffer)`.
  int statx(int dirfd, MemorySegment path, int flags, Statx buffer) {
    try {
      return (int)
          resultOf(
              (int)
                  Functions.STATX.invokeExact(
                      callState, dirfd, path, flags, Statx.MASK, buffer.segment()));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `long syscall(SYS_getdents64, int fd, void *buffer, size_t count)`, up to the buffer's size.
  long getdents64(int fd, MemorySegment buffer) {
    try {
      return resultOf(
          (long)
              Functions.SYSCALL_GETDENTS64.invokeExact(
                  callState, abi.sysGetdents64(), (long) fd, buffer, buffer.byteSize()));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `ssize_t readlinkat(int dirfd, const char *path, char *buffer, size_t size)`, up to the
  /// buffer's size; no NUL is added.
  long readlinkat(int dirfd, MemorySegment path, MemorySegment buffer) {
    try {
      return resultOf(
          (long)
              Functions.READLINKAT.invokeExact(callState, dirfd, path, buffer, buffer.byteSize()));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int fstatfs(int fd, struct statfs *buffer)`; a descriptor opened with `O_PATH` will do.
  int fstatfs(int fd, MemorySegment buffer) {
    try {
      return (int) resultOf((int) Functions.FSTATFS.invokeExact(callState, fd, buffer));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int getpagesize(void)`.
  int getpagesize() {
    try {
      return (int) Functions.GETPAGESIZE.invokeExact();
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  private long resultOf(long returned) {
    return returned >= 0 ? returned : -(int) Functions.ERRNO.get(callState, 0L);
  }

  private static RuntimeException unexpected(Throwable failure) {
    switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new AssertionError("a downcall throws no checked exception", failure);
    }
  }

  /// The linked functions, a class of its own so that an unknown processor is told before any is
  /// looked up. No call is `critical`: with it a read is not measurably faster, and a slow one
  /// would hold up garbage collection.
  private static final class Functions {
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");

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

    private Functions() {}

    // Restricted because a wrong descriptor corrupts memory: those above are held by LibcTest.
    @SuppressWarnings("restricted")
    private static MethodHandle link(
        String name, FunctionDescriptor descriptor, Linker.Option... options) {
      Linker linker = Linker.nativeLinker();
      MemorySegment symbol =
          linker
              .defaultLookup()
              .find(name)
              .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
      return linker.downcallHandle(symbol, descriptor, options);
    }
  }
}
