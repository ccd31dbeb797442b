// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import com.fasterxml.jackson.core.JacksonException;
import dev.procpush.linux.ErrnoException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Locale;

/// Why a container runtime gave no answer, with the way out. Nothing that it said is repeated.
final class RuntimeFailure extends IOException {
  private static final String CORRECT = "correct --containers.runtime-socket";
  private static final long serialVersionUID = 1L;

  /// What a failure tells about the question.
  private enum Kind {
    NOT_CONNECTED,
    TOO_LARGE,
    NO_ANSWER
  }

  private final Kind kind;

  private RuntimeFailure(Kind kind, String message) {
    super(message, null);
    this.kind = kind;
  }

  /// Any failure of a request in words.
  static RuntimeFailure of(Exception e, Duration deadline) {
    return switch (e) {
      case RuntimeFailure failure -> failure;
      case JacksonException _ -> notExpected();
      case ConnectException _ ->
          new RuntimeFailure(Kind.NOT_CONNECTED, "nobody listens there: is the runtime running?");
      case InterruptedIOException _ ->
          new RuntimeFailure(Kind.NO_ANSWER, "no answer within " + deadline.toMillis() + " ms");
      default -> new RuntimeFailure(Kind.NO_ANSWER, "no answer: " + e.getClass().getSimpleName());
    };
  }

  static RuntimeFailure unreachable(ErrnoException e) {
    String wayOut =
        switch (e.errno()) {
          case ErrnoException.ENOENT ->
              "is the runtime running, and the host's /run mounted (docker run -v"
                  + " /:/host:ro,rslave)? Else "
                  + CORRECT;
          case ErrnoException.ENOTSOCK -> "this is no Unix socket: " + CORRECT;
          case ErrnoException.EACCES -> "run as uid 0, or as one who may open its folder";
          default -> CORRECT;
        };
    return new RuntimeFailure(Kind.NOT_CONNECTED, e.errnoName() + ": " + wayOut);
  }

  static RuntimeFailure denied(int uid, int gid, int permissions) {
    String mode = String.format(Locale.ROOT, "%04o", permissions);
    boolean byGroup = (permissions & 0020) != 0;
    return new RuntimeFailure(
        Kind.NOT_CONNECTED,
        "EACCES: it belongs to uid "
            + Integer.toUnsignedString(uid)
            + " and gid "
            + Integer.toUnsignedString(gid)
            + " ("
            + mode
            + "): run as that uid"
            + (byGroup
                ? ", or in that group (docker run --group-add "
                    + Integer.toUnsignedString(gid)
                    + ")"
                : ""));
  }

  static RuntimeFailure busy() {
    return new RuntimeFailure(Kind.NOT_CONNECTED, "it takes no connection");
  }

  static RuntimeFailure tooLarge() {
    return new RuntimeFailure(Kind.TOO_LARGE, "the answer is too large");
  }

  static RuntimeFailure status(int code) {
    return new RuntimeFailure(
        Kind.NO_ANSWER, "HTTP status " + code + ": is this the API of Docker or Podman?");
  }

  static RuntimeFailure notExpected() {
    return new RuntimeFailure(
        Kind.NO_ANSWER, "the answer is not that of Docker's API or of Podman's");
  }

  boolean isTooLarge() {
    return kind == Kind.TOO_LARGE;
  }

  /// Whether nothing was asked at all.
  boolean isNotConnected() {
    return kind == Kind.NOT_CONNECTED;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
