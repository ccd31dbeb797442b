// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
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
    assertThat(server.operations()).isNotNull().extracting(RpcCounts::size).isEqualTo(76);
  }

  @Test
  void mayHaveNoVersion4() throws Exception {
    NetRpcNfsd server = Refused.parse(NetRpcNfsd::parse, FILE.replaceAll("(?m)^proc4.*\n", ""));
    assertThat(server.operations()).isNull();
    assertThat(server.procedures()).containsOnlyKeys(2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rc", "fh", "io", "th", "net", "rpc"})
  void needsAllLines(String line) {
    assertThatThrownBy(
            () -> Refused.parse(NetRpcNfsd::parse, FILE.replaceAll("(?m)^" + line + " .*\n", "")))
        .isInstanceOf(MalformedKernelDataException.class);
    assertThatThrownBy(
            () -> Refused.parse(NetRpcNfsd::parse, FILE.replaceAll("(?m)^" + line + " .*", line)))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(NetRpcNfsd::parse, FILE)).isBetween(10_000, 99_900);
  }
}
