// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
import dev.procpush.parse.SpoiledFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetRpcNfsdTest {
  private static final String FILE =
      KernelFileFixture.text("composed/nfs-btrfs-host/proc/1/net/rpc/nfsd");

  @Test
  void readsAllLines() throws Exception {
    NetRpcNfsd server = Refused.parse(NetRpcNfsd::parse, FILE);
    assertThat(server.replyCache()).hasToString("[3, 6, 18622]");
    assertThat(server.fileHandles().get(0)).isEqualTo(2);
    assertThat(server.io()).hasToString("[157286400, 72864]");
    assertThat(server.threads()).isEqualTo(8);
    assertThat(server.net()).hasToString("[18628, 5, 18623, 6]");
    assertThat(server.rpc()).hasToString("[18628, 3, 1, 2, 0]");
    assertThat(server.procedures()).containsOnlyKeys(2, 3, 4);
    assertThat(server.operations().size()).isEqualTo(76);
  }

  @Test
  void mayHaveNoVersion4() throws Exception {
    NetRpcNfsd server = Refused.parse(NetRpcNfsd::parse, FILE.replaceAll("(?m)^proc4.*\n", ""));
    assertThat(server.operations().size()).isZero();
    assertThat(server.procedures()).containsOnlyKeys(2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rc", "fh", "io", "th", "net", "rpc", "proc3", "proc4ops"})
  void losesNoMoreThanALine(String line) throws Exception {
    Map<String, Long> others = values(Refused.parse(NetRpcNfsd::parse, FILE));
    others.keySet().removeIf(name -> name.startsWith(line + " "));
    for (String odd : List.of("", line + "\n", "\n")) {
      String text = FILE.replaceAll("(?m)^" + line + " .*\n", odd);
      assertThat(values(Refused.parse(NetRpcNfsd::parse, text))).isEqualTo(others);
    }
  }

  @Test
  void losesNoMoreThanANumber() throws Exception {
    SpoiledFields.costThemselvesAlone(() -> NetRpcNfsd::parse, FILE, NetRpcNfsdTest::values);
  }

  private static Map<String, Long> values(NetRpcNfsd server) {
    Map<String, Long> values = new HashMap<>();
    NetRpcNfsTest.put(values, "rc", server.replyCache());
    NetRpcNfsTest.put(values, "fh", server.fileHandles());
    NetRpcNfsTest.put(values, "io", server.io());
    NetRpcNfsTest.put(values, "net", server.net());
    NetRpcNfsTest.put(values, "rpc", server.rpc());
    NetRpcNfsTest.put(values, "proc4ops", server.operations());
    server
        .procedures()
        .forEach((version, counts) -> NetRpcNfsTest.put(values, "proc" + version, counts));
    if (KernelNumber.isKnown(server.threads())) {
      values.put("th ", server.threads());
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "new 1 2\n", "io 1\n", "io 1 2"})
  void refusesWhatHasNothingOfUseOrIsCut(String text) {
    assertThatThrownBy(() -> Refused.parse(NetRpcNfsd::parse, text))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(NetRpcNfsd::parse, FILE)).isBetween(10_000, 99_900);
  }
}
