// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class NfsClientCollectorTest {
  private final HostFixture host = new HostFixture();
  private final NfsClientCollector collector = new NfsClientCollector(host.instruments());

  @Test
  void recordsWhatTheHostsNamespaceSays() throws Exception {
    host.with("proc/1/net/rpc/nfs", "net 9 4 5 1\nrpc 7 2 3\nproc3 2 0 6\nproc4 2 0 8\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "nfs.client.net.count{{record},counter} {network.transport=tcp} 5",
            "nfs.client.net.count{{record},counter} {network.transport=udp} 4",
            "nfs.client.net.tcp.connection.accepted{{connection},counter} {} 1",
            "nfs.client.operation.count{{operation},counter}"
                + " {nfs.operation.name=NULL, onc_rpc.version=4} 0",
            "nfs.client.operation.count{{operation},counter}"
                + " {nfs.operation.name=READ, onc_rpc.version=4} 8",
            "nfs.client.procedure.count{{procedure},counter}"
                + " {onc_rpc.procedure.name=GETATTR, onc_rpc.version=3} 6",
            "nfs.client.procedure.count{{procedure},counter}"
                + " {onc_rpc.procedure.name=NULL, onc_rpc.version=3} 0",
            "nfs.client.rpc.authrefresh.count{{request},counter} {} 3",
            "nfs.client.rpc.count{{request},counter} {} 7",
            "nfs.client.rpc.retransmit.count{{request},counter} {} 2");
  }

  @Test
  void namesTheLastOfEachVersion() throws Exception {
    assertThat(last(2, 18)).contains("=STATFS,");
    assertThat(last(3, 22)).contains("=COMMIT,");
    assertThat(last(4, 59)).contains("=CLONE,");
    assertThat(last(4, 69)).contains("=READ_PLUS,");
    assertThat(last(4, 70)).contains("=OFFLOAD_STATUS,");
    assertThat(last(3, 30)).as("a procedure that nobody knows yet").isEmpty();
    assertThat(last(7, 1)).as("a version that nobody knows yet").isEmpty();
  }

  @Test
  void isAbsentWithoutTheModule() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }

  /// The point of the last of so many calls of a version.
  private String last(int version, int size) throws Exception {
    String zeros = String.join(" ", Collections.nCopies(size - 1, "0"));
    host.with(
        "proc/1/net/rpc/nfs",
        "net 0 0 0 0\nrpc 0 0 0\nproc%d %d %s 77\n".formatted(version, size, zeros));
    return host.lines(collector).stream()
        .filter(line -> line.endsWith(" 77"))
        .findFirst()
        .orElse("");
  }
}
