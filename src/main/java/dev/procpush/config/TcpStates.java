// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

/// When the TCP connections of a namespace are counted by state.
public enum TcpStates {
  /// Where the kernel can be asked inside the namespace; else from `net/tcp` and `net/tcp6`, as
  /// long as there are few namespaces.
  AUTO,
  /// From `net/tcp` and `net/tcp6` also where there are many namespaces.
  ALWAYS,
  /// Never.
  OFF
}
