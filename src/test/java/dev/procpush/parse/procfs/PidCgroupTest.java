// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCgroup.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidCgroupTest {
  private static final String TEXT =
      """
      13:cpu,cpuacct:/docker/ab12
      1:name=systemd:/docker/ab12
      0::/system.slice/docker.service
      """;

  @Test
  void readsEachHierarchy() throws Exception {
    assertThat(parse(TEXT).lines())
        .containsExactly(
            new Line(13, "cpu,cpuacct", "/docker/ab12"),
            new Line(1, "name=systemd", "/docker/ab12"),
            new Line(0, "", "/system.slice/docker.service"));
  }

  @Test
  void tellsControllersApartByWholeNames() throws Exception {
    Line line = parse(TEXT).lines().getFirst();

    assertThat(line.has("cpu")).isTrue();
    assertThat(line.has("cpuacct")).isTrue();
    assertThat(line.has("cpua")).isFalse();
  }

  @Test
  void keepsColonsAndBlanksInThePath() throws Exception {
    assertThat(parse("0::/a:b:c d/é\n").lines().getFirst().path()).isEqualTo("/a:b:c d/é");
  }

  @Test
  void seesThatACgroupIsGone() throws Exception {
    assertThat(parse("0::/x (deleted)\n").lines().getFirst().isDeleted()).isTrue();
    assertThat(parse("0::/x\n").lines().getFirst().isDeleted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "0::/x", "0:/x\n", "0::x\n", "x::/x\n", "-1::/x\n", "::/x\n", "0::\n"})
  void refusesWhatTheKernelNeverWrites(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void namesTheLineThatIsWrong() {
    assertThatThrownBy(() -> parse(TEXT + "2:cpuset\n"))
        .hasMessage("file:4: path: missing: \"2:cpuset\"");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(PidCgroup::parse, TEXT)).isBetween(10_000, 90_000);
  }

  @Test
  void changesTheFieldWhoseDigitChanges() throws Exception {
    assertThat(RecordChanges.afterDigitChange(PidCgroup::parse, TEXT, "13:"))
        .containsExactly("lines0.hierarchy");
    assertThat(RecordChanges.afterDigitChange(PidCgroup::parse, TEXT, "ab12\n1"))
        .containsExactly("lines0.path");
  }

  private static PidCgroup parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(UTF_8);
    return PidCgroup.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
