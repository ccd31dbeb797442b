// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

/// 64 bits without a sign.
final class Unsigned {
  private Unsigned() {}

  static double toDouble(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }
}
