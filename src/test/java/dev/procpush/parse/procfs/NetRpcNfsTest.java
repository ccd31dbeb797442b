// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
import dev.procpush.parse.SpoiledFields;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetRpcNfsTest {
  private static final String FILE =
      KernelFileFixture.text("composed/nfs-btrfs-host/proc/1/net/rpc/nfs");

  @Test
  void readsAllLines() throws Exception {
    NetRpcNfs client = Refused.parse(NetRpcNfs::parse, FILE);
    assertThat(client.rpc()).hasToString("[4329785, 12, 4338291]");
    assertThat(client.net().size()).isEqualTo(4);
    assertThat(client.procedures()).containsOnlyKeys(3, 4);
    assertThat(client.procedures().get(3)).asString().startsWith("[1, 4084749, 29200, ");
    assertThat(client.procedures().get(4)).asString().endsWith(", 168, 169]");
  }

  @Test
  void takesMoreThanItKnows() throws Exception {
    NetRpcNfs client =
        Refused.parse(NetRpcNfs::parse, "net 1 2 3 4 5\nrpc 1 2 3 4\nproc9 1 7\nproc10 1\nnew x\n");
    assertThat(client.procedures()).containsOnlyKeys(9);
    assertThat(client.net().get(3)).isEqualTo(4);
  }

  @Test
  void losesNoMoreThanALineThatLacksNumbers() throws Exception {
    NetRpcNfs client =
        Refused.parse(
            NetRpcNfs::parse,
            "net 1 2 3\nrpc 1 2 3\n\nproc2 2 1\nproc3 2 1 1 1\nproc4 99999999 1\nproc5 1 7\n");
    assertThat(client.net().size()).isZero();
    assertThat(client.net().get(3)).isEqualTo(KernelNumber.NONE);
    assertThat(client.rpc()).hasToString("[1, 2, 3]");
    assertThat(client.procedures()).containsOnlyKeys(5);
  }

  @Test
  void losesNoMoreThanANumber() throws Exception {
    SpoiledFields.costThemselvesAlone(() -> NetRpcNfs::parse, FILE, NetRpcNfsTest::values);
    NetRpcNfs client = Refused.parse(NetRpcNfs::parse, "rpc 1 4294967296 -3\n");
    assertThat(client.rpc().get(0)).isEqualTo(1);
    assertThat(client.rpc().get(1)).isEqualTo(KernelNumber.NONE);
  }

  private static Map<String, Long> values(NetRpcNfs client) {
    Map<String, Long> values = new HashMap<>();
    put(values, "net", client.net());
    put(values, "rpc", client.rpc());
    client.procedures().forEach((version, counts) -> put(values, "proc" + version, counts));
    return values;
  }

  static void put(Map<String, Long> values, String line, RpcCounts counts) {
    for (int i = 0; i < counts.size(); i++) {
      values.put(line + " " + i, counts.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "new 1 2\n", "net 1 2 3\n", "net 1 2 3 4\nrpc 1 2 3"})
  void refusesWhatHasNothingOfUseOrIsCut(String text) {
    assertThatThrownBy(() -> Refused.parse(NetRpcNfs::parse, text))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(NetRpcNfs::parse, FILE)).isBetween(10_000, 99_900);
  }
}
