// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "net 1 2 3 4\n",
        "rpc 1 2 3\n",
        "net 1 2 3\nrpc 1 2 3\n",
        "net 1 2 3 4\nrpc 1 2\n",
        "net 1 2 3 4\nrpc 1 2 3\nproc3 2 1\n",
        "net 1 2 3 4\nrpc 1 2 3\nproc3 2 1 1 1\n",
        "net 1 2 3 4\nrpc 1 2 3\nproc3 99999999 1\n",
        "net 1 2 3 4\nrpc 1 2 -3\n",
        "net 1 2 3 4\nrpc 1 2 3"
      })
  void refusesWhatLacksNumbers(String text) {
    assertThatThrownBy(() -> Refused.parse(NetRpcNfs::parse, text))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(NetRpcNfs::parse, FILE)).isBetween(10_000, 99_900);
  }
}
