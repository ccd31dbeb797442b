// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetArpTest {
  private static final String HEADER =
      "IP address       HW type     Flags       HW address            Mask     Device\n";
  private static final String GATEWAY =
      "192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0\n";
  private static final String INCOMPLETE =
      "192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth0\n";

  @Test
  void countsTheNeighboursOfARealNamespace() throws Exception {
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-sockets/net/arp")))
        .containsExactly(Map.entry("eth0", 3));
  }

  @Test
  void countsEachEntryByItsDevice() throws Exception {
    assertThat(parse(HEADER + GATEWAY + GATEWAY.replace("eth0", "br-0") + INCOMPLETE))
        .containsExactly(Map.entry("eth0", 2), Map.entry("br-0", 1));
    assertThat(parse(HEADER)).isEmpty();
  }

  @Test
  void readsADeviceWithoutHardwareAddresses() throws Exception {
    assertThat(parse(HEADER + GATEWAY.replace("02:fc:00:00:00:05", " ".repeat(17))))
        .containsExactly(Map.entry("eth0", 1));
  }

  @Test
  void leavesOutAnAddressPublishedOnEveryDevice() throws Exception {
    assertThat(parse(HEADER + GATEWAY + GATEWAY.replace("eth0", "*")))
        .containsExactly(Map.entry("eth0", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "192.0.2.1 0x1 0x2\n",
        "192.0.2.1 0x1 0x2 02:fc:00:00:00:05 *\n",
        "192.0.2.1 0x1 0x2 02:fc:00:00:00:05 eth0\n",
        "192.0.2.1 0x1 0x2 02:fc:00:00:00:05 * eth0 more\n"
      })
  void countsTheNeighboursBesideOneThatCannotBeRead(String line) throws Exception {
    assertThat(parse(HEADER + line + GATEWAY + line)).containsExactly(Map.entry("eth0", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "192.0.2.1 0x1 0x2 02:fc:00:00:00:05 * eth0"})
  void givesNothingOfAFileThatIsEmptyOrCut(String line) {
    assertThatThrownBy(() -> parse(line.isEmpty() ? "" : HEADER + GATEWAY + line))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void refusesAnotherHeader() {
    assertThatThrownBy(() -> parse(HEADER.replace("Mask", "Masc") + GATEWAY))
        .hasMessageStartingWith("file:1: header: not the known one: ");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(NetArp::parse, HEADER + GATEWAY + INCOMPLETE))
        .isBetween(10_000, 99_000);
  }

  private static Map<String, Integer> parse(String text) throws MalformedKernelDataException {
    return ((NetArp) RecordChanges.parse(NetArp::parse, text)).entries();
  }
}
