// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.procfs.NetDev.Device;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetDevTest {
  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;
  private static final String LO = "    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
  private static final String ETH0 =
      "  eth0: 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116\n";

  @Test
  void readsAllSixteenFieldsOfEachDevice() throws Exception {
    assertThat(parse(HEADER + LO + ETH0).devices())
        .containsExactly(
            new Device("lo", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
            new Device(
                "eth0", 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115,
                116));
  }

  @Test
  void readsANamespaceWithoutDevices() throws Exception {
    assertThat(parse(HEADER).devices()).isEmpty();
  }

  @Test
  void takesADeviceThatIsListedTwiceOnce() throws Exception {
    assertThat(parse(HEADER + LO + ETH0 + LO).devices())
        .extracting(Device::name)
        .containsExactly("lo", "eth0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "enp0s31f6",
        "fifteen-chars-x",
        "eth0.100",
        "eth0:1",
        "a|b",
        "a:b:",
        "0",
        "-"
      })
  void takesAnyNameTheKernelAllows(String name) throws Exception {
    assertThat(parse(HEADER + name + ":1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n").devices())
        .extracting(Device::name)
        .containsExactly(name);
  }

  @Test
  void takesANumberThatTouchesTheColon() throws Exception {
    Device device =
        parse(
                HEADER
                    + "enp0s31f6v1.100:18446744069414584319 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n")
            .devices()
            .getFirst();

    assertThat(Long.toUnsignedString(device.receiveBytes())).isEqualTo("18446744069414584319");
  }

  @Test
  void findsTheColumnsByNameWhenTheKernelAddsSome() throws Exception {
    String header =
        "Inter-|   Receive   |  Transmit\n"
            + " face |bytes packets errs missed drop fifo frame compressed multicast"
            + "|queued bytes packets errs drop fifo colls carrier compressed\n";

    assertThat(parse(header + "eth0: 1 2 3 99 4 5 6 7 8 98 9 10 11 12 13 14 15 16\n").devices())
        .containsExactly(new Device("eth0", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n",
        "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n",
        "eth0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n",
        ": 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
      })
  void losesALineAlone(String line) throws Exception {
    assertThat(parse(HEADER + LO + line + ETH0).devices())
        .isEqualTo(parse(HEADER + LO + ETH0).devices());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-16", "18446744073709551615", "18446744073709551616"})
  void losesANumberAlone(String number) throws Exception {
    assertThat(
            parse(HEADER + "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 " + number + "\n").devices())
        .containsExactly(
            new Device("eth0", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, NONE));
  }

  @Test
  void givesNothingOfAFileThatIsCut() {
    assertThatThrownBy(() -> parse(HEADER + LO + "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:4: no line feed");
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> NetDev::parse,
            HEADER,
            LO + ETH0,
            netDev -> {
              Map<String, Long> values = new TreeMap<>();
              for (Device device : netDev.devices()) {
                for (RecordComponent field : Device.class.getRecordComponents()) {
                  if (field.getType() == long.class) {
                    values.put(device.name() + " " + field.getName(), value(field, device));
                  }
                }
              }
              return values;
            });

    assertThat(fields).isEqualTo(32);
  }

  private static long value(RecordComponent field, Device device) {
    try {
      return (long) field.getAccessor().invoke(device);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void namesTheFirstLineOfAnEmptyFile() {
    assertThatThrownBy(() -> parse("")).hasMessage("file:1: header: missing: \"\"");
  }

  @Test
  void refusesAHeaderThatLacksAColumn() {
    String header = HEADER.replace(" multicast", "");

    assertThatThrownBy(() -> parse(header + LO))
        .hasMessageContaining("file:2: header: not each of the 16 known columns once");
  }

  @Test
  void survivesAHundredThousandMutants() {
    ByteMutants mutants = new ByteMutants((HEADER + LO + ETH0).getBytes(ISO_8859_1), 25);
    int malformed = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(NetDev.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
      } catch (MalformedKernelDataException e) {
        malformed++;
      }
    }
    assertThat(malformed).isBetween(10_000, 99_000);
  }

  @Test
  void changesExactlyTheFieldWhoseDigitChanges() throws Exception {
    String text = HEADER + LO + ETH0;
    byte[] bytes = text.getBytes(ISO_8859_1);
    List<Device> before = parse(text).devices();
    int start = HEADER.length();
    for (int at = start; at < bytes.length; at++) {
      if (bytes[at] < '0'
          || bytes[at] > '9'
          || text.lastIndexOf(':', at) < text.lastIndexOf('\n', at)) {
        continue;
      }
      byte[] mutant = bytes.clone();
      mutant[at] = (byte) (mutant[at] == '9' ? '8' : mutant[at] + 1);

      assertThat(
              differences(
                  before, NetDev.parse(new ByteCursor("file", mutant, mutant.length)).devices()))
          .hasSize(1);
    }
  }

  private static List<String> differences(List<Device> before, List<Device> after)
      throws ReflectiveOperationException {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      for (RecordComponent field : Device.class.getRecordComponents()) {
        if (!field
            .getAccessor()
            .invoke(before.get(i))
            .equals(field.getAccessor().invoke(after.get(i)))) {
          differences.add(i + field.getName());
        }
      }
    }
    return differences;
  }

  private static NetDev parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return NetDev.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
