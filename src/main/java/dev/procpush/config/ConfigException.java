// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.io.Serial;

/// A setting that keeps the agent from starting. The message is one line for the user: where the
/// value came from and what is wrong with it.
public final class ConfigException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
