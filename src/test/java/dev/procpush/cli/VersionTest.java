// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

final class VersionTest {

  @Test
  void isReadFromTheManifest() {
    Attributes attributes = new Attributes();
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "0.1.0");
    attributes.putValue("Implementation-Commit", "0123456789ab-dirty");

    assertThat(Version.of(attributes)).hasToString("procpush 0.1.0 (commit 0123456789ab-dirty)");
  }

  @Test
  void isSaidToBeUnknownWhereTheManifestDoesNotTell() {
    assertThat(Version.of(new Attributes())).hasToString("procpush development (commit unknown)");
    assertThat(Version.ofProgram()).hasToString("procpush development (commit unknown)");
  }
}
