// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

/// What tests of scans say again and again.
final class Scans {
  private Scans() {}

  static NetworkNamespace only(Snapshot snapshot) {
    assertThat(snapshot.namespaces()).hasSize(1);
    return snapshot.namespaces().getFirst();
  }

  static String owner(NetworkNamespace namespace) {
    Container owner = namespace.owner();
    assertThat(owner).isNotNull();
    return owner.id();
  }

  static String id(char digit) {
    return String.valueOf(digit).repeat(64);
  }

  static String docker(char digit) {
    return "/docker/" + id(digit);
  }

  static String pod(char digit) {
    return "/kubepods/burstable/pod6f1c2d3e-aaaa-bbbb-cccc-0123456789ab/" + id(digit);
  }
}
