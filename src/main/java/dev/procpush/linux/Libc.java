// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The C library's system calls under their C names. Each returns what C returns, or the negated
/// errno where C returns -1, so that no errno outlives its call. A call that waits and that a
/// signal interrupted is made again.
///
/// One instance serves one thread at a time: it holds the memory that receives the errno.
final class Libc {
  /// `AT_FDCWD` of `<fcntl.h>`: relative paths start at the working directory.
  static final int AT_FDCWD = -100;

  /// `AT_EMPTY_PATH` of `<fcntl.h>`: an empty path means the descriptor itself.
  static final int AT_EMPTY_PATH = 0x1000;

  /// `AT_SYMLINK_NOFOLLOW` of `<fcntl.h>`: a link in the last place is the file itself.
  static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /// `AT_NO_AUTOMOUNT` of `<fcntl.h>`: looking at a place mounts nothing there.
  static final int AT_NO_AUTOMOUNT = 0x800;

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

  /// `SYS_statmount` of `<sys/syscall.h>`, the same on all processors; since Linux 6.8.
  static final long SYS_STATMOUNT = 457;

  /// `SYS_fsopen`, `SYS_fsconfig`, `SYS_fsmount` of `<sys/syscall.h>`, the same on all processors.
  /// The C library knows them by name only since glibc 2.36.
  static final long SYS_FSOPEN = 430;

  static final long SYS_FSCONFIG = 431;
  static final long SYS_FSMOUNT = 432;

  /// `RLIMIT_NOFILE` of `<sys/resource.h>`, the same on the processors Java runs on.
  static final int RLIMIT_NOFILE = 7;

  private static final long EINTR = -4;

  private final LinuxAbi abi = LinuxAbi.ofThisMachine();
  private final MemorySegment callState;

  Libc(Arena arena) {
    callState = arena.allocate(LibcFunctions.CALL_STATE);
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
                    (int)
                        LibcFunctions.OPENAT.invokeExact(
                            callState, dirfd, path, flags | O_CLOEXEC));
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
                    LibcFunctions.SYSCALL_OPENAT2.invokeExact(
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
            resultOf(
                (long) LibcFunctions.READ.invokeExact(callState, fd, buffer, buffer.byteSize()));
      } while (result == EINTR);
      return result;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `ssize_t pread(int fd, void *buffer, size_t count, off_t offset)`, up to the buffer's size.
  long pread(int fd, MemorySegment buffer, long offset) {
    try {
      long result;
      do {
        result =
            resultOf(
                (long)
                    LibcFunctions.PREAD.invokeExact(
                        callState, fd, buffer, buffer.byteSize(), offset));
      } while (result == EINTR);
      return result;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int poll(struct pollfd *fds, nfds_t count, int timeout)`.
  int poll(MemorySegment fds, long count, int timeoutMillis) {
    try {
      return (int)
          resultOf((int) LibcFunctions.POLL.invokeExact(callState, fds, count, timeoutMillis));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `long syscall(SYS_statmount, struct mnt_id_req *request, struct statmount *buffer, size_t
  /// size, 0)`, up to the buffer's size.
  int statmount(MemorySegment request, MemorySegment buffer) {
    try {
      return (int)
          resultOf(
              (long)
                  LibcFunctions.SYSCALL_STATMOUNT.invokeExact(
                      callState, SYS_STATMOUNT, request, buffer, buffer.byteSize(), 0L));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int getrlimit(int resource, struct rlimit *limit)`.
  int getrlimit(int resource, MemorySegment limit) {
    try {
      return (int) resultOf((int) LibcFunctions.GETRLIMIT.invokeExact(callState, resource, limit));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int close(int fd)`. Linux frees the descriptor whatever it returns, so nothing is made of
  /// that, and a second try could close another thread's.
  void close(int fd) {
    try {
      var _ = (int) LibcFunctions.CLOSE.invokeExact(fd);
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *buffer)`.
  int statx(int dirfd, MemorySegment path, int flags, Statx buffer) {
    return statx(dirfd, path, flags, Statx.MASK, buffer);
  }

  /// The same.
  ///
  /// @param mask what is wanted
  int statx(int dirfd, MemorySegment path, int flags, int mask, Statx buffer) {
    try {
      return (int)
          resultOf(
              (int)
                  LibcFunctions.STATX.invokeExact(
                      callState, dirfd, path, flags, mask, buffer.segment()));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `long syscall(SYS_getdents64, int fd, void *buffer, size_t count)`, up to the buffer's size.
  long getdents64(int fd, MemorySegment buffer) {
    try {
      return resultOf(
          (long)
              LibcFunctions.SYSCALL_GETDENTS64.invokeExact(
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
              LibcFunctions.READLINKAT.invokeExact(
                  callState, dirfd, path, buffer, buffer.byteSize()));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int fstatfs(int fd, struct statfs *buffer)`; a descriptor opened with `O_PATH` will do.
  int fstatfs(int fd, MemorySegment buffer) {
    try {
      return (int) resultOf((int) LibcFunctions.FSTATFS.invokeExact(callState, fd, buffer));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int setns(int fd, int type)`: only the calling thread goes there.
  int setns(int fd, int type) {
    try {
      return (int) resultOf((int) NamespaceFunctions.SETNS.invokeExact(callState, fd, type));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int socket(int domain, int type, int protocol)`; `SOCK_CLOEXEC`, which has the same bits as
  /// `O_CLOEXEC`, is added.
  int socket(int domain, int type, int protocol) {
    try {
      return (int)
          resultOf(
              (int)
                  NamespaceFunctions.SOCKET.invokeExact(
                      callState, domain, type | O_CLOEXEC, protocol));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `ssize_t send(int fd, const void *buffer, size_t size, int flags)`.
  long send(int fd, MemorySegment buffer, long size, int flags) {
    try {
      long result;
      do {
        result =
            resultOf(
                (long) NamespaceFunctions.SEND.invokeExact(callState, fd, buffer, size, flags));
      } while (result == EINTR);
      return result;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address,
  /// socklen_t *length)`, up to the buffer's size.
  long recvfrom(
      int fd, MemorySegment buffer, int flags, MemorySegment address, MemorySegment length) {
    try {
      long result;
      do {
        result =
            resultOf(
                (long)
                    NamespaceFunctions.RECVFROM.invokeExact(
                        callState, fd, buffer, buffer.byteSize(), flags, address, length));
      } while (result == EINTR);
      return result;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `long syscall(SYS_fsopen, const char *type, unsigned flags)`.
  int fsopen(MemorySegment type, int flags) {
    try {
      return (int)
          resultOf(
              (long)
                  NamespaceFunctions.SYSCALL_FSOPEN.invokeExact(
                      callState, SYS_FSOPEN, type, (long) flags));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `long syscall(SYS_fsconfig, int fd, unsigned command, NULL, NULL, 0)`.
  int fsconfig(int fd, int command) {
    try {
      return (int)
          resultOf(
              (long)
                  NamespaceFunctions.SYSCALL_FSCONFIG.invokeExact(
                      callState, SYS_FSCONFIG, (long) fd, (long) command, 0L, 0L, 0L));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `long syscall(SYS_fsmount, int fd, unsigned flags, unsigned attributes)`.
  int fsmount(int fd, int flags, int attributes) {
    try {
      return (int)
          resultOf(
              (long)
                  NamespaceFunctions.SYSCALL_FSMOUNT.invokeExact(
                      callState, SYS_FSMOUNT, (long) fd, (long) flags, (long) attributes));
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /// `int getpagesize(void)`.
  int getpagesize() {
    try {
      return (int) LibcFunctions.GETPAGESIZE.invokeExact();
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  private long resultOf(long returned) {
    return returned >= 0 ? returned : -(int) LibcFunctions.ERRNO.get(callState, 0L);
  }

  static RuntimeException unexpected(Throwable failure) {
    switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new AssertionError("a downcall throws no checked exception", failure);
    }
  }

  /// Throws what a negative result means.
  static long check(long result, String call, String path) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException((int) -result, call, path);
    }
    return result;
  }

  static void check(long result, String call, String directory, String name) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException((int) -result, call, directory + "/" + name);
    }
  }
}
