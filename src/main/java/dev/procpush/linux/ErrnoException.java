// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.io.IOException;
import java.util.Map;

/// A system call that failed, with the errno it left. Processes and namespaces vanish at any
/// moment, so this is an everyday event: it carries no stack trace.
public final class ErrnoException extends IOException {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EXDEV = 18;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int EFBIG = 27;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ELOOP = 40;
  public static final int EBADMSG = 74;
  public static final int ENOTSOCK = 88;
  public static final int EMSGSIZE = 90;
  public static final int EOPNOTSUPP = 95;
  public static final int ETIMEDOUT = 110;
  public static final int ESTALE = 116;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(ESRCH, "ESRCH"),
          Map.entry(4, "EINTR"),
          Map.entry(EIO, "EIO"),
          Map.entry(6, "ENXIO"),
          Map.entry(9, "EBADF"),
          Map.entry(EAGAIN, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(EACCES, "EACCES"),
          Map.entry(16, "EBUSY"),
          Map.entry(EXDEV, "EXDEV"),
          Map.entry(ENODEV, "ENODEV"),
          Map.entry(ENOTDIR, "ENOTDIR"),
          Map.entry(EISDIR, "EISDIR"),
          Map.entry(EINVAL, "EINVAL"),
          Map.entry(23, "ENFILE"),
          Map.entry(24, "EMFILE"),
          Map.entry(EFBIG, "EFBIG"),
          Map.entry(ENAMETOOLONG, "ENAMETOOLONG"),
          Map.entry(ENOSYS, "ENOSYS"),
          Map.entry(ELOOP, "ELOOP"),
          Map.entry(EBADMSG, "EBADMSG"),
          Map.entry(75, "EOVERFLOW"),
          Map.entry(ENOTSOCK, "ENOTSOCK"),
          Map.entry(EMSGSIZE, "EMSGSIZE"),
          Map.entry(93, "EPROTONOSUPPORT"),
          Map.entry(EOPNOTSUPP, "EOPNOTSUPP"),
          Map.entry(97, "EAFNOSUPPORT"),
          Map.entry(105, "ENOBUFS"),
          Map.entry(ETIMEDOUT, "ETIMEDOUT"),
          Map.entry(ESTALE, "ESTALE"));

  private static final long serialVersionUID = 1L;

  private final int errno;

  /// @param errno the number the kernel gave
  /// @param call the system call, as in `open`
  /// @param path what it was called on
  public ErrnoException(int errno, String call, String path) {
    super(call + " " + path + ": " + name(errno), null);
    this.errno = errno;
  }

  /// The number, as in `errno(3)`.
  public int errno() {
    return errno;
  }

  /// The symbolic name, as in `EACCES`; `errno_71` for one without a name here.
  public String errnoName() {
    return name(errno);
  }

  /// Whether the thing is simply not there: it never was, or its process has ended.
  public boolean isGone() {
    return errno == ENOENT || errno == ESRCH;
  }

  /// Whether a capability is missing.
  public boolean isDenied() {
    return errno == EACCES || errno == EPERM;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  private static String name(int errno) {
    return NAMES.getOrDefault(errno, "errno_" + errno);
  }
}
