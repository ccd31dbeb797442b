// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class NfsServerCollectorTest {
  private static final String FILE =
      "rc 1 2 3\nfh 4 0 0 0 0\nio 5 6\nth 8 0 0.000\nra 0\nnet 9 10 11 12\nrpc 13 9 2 3 4\n";

  private final HostFixture host = new HostFixture();
  private final NfsServerCollector collector = new NfsServerCollector(host.instruments());

  @Test
  void recordsWhatTheHostsNamespaceSays() throws Exception {
    String operations = String.join(" ", Collections.nCopies(75, "0"));
    host.with("proc/1/net/rpc/nfsd", FILE + "proc4 2 14 15\nproc4ops 76 " + operations + " 16\n");

    assertThat(host.lines(collector))
        .hasSize(16 + 73)
        .contains(
            "nfs.server.fh.stale.count{{fh},counter} {} 4",
            "nfs.server.io{By,counter} {network.io.direction=receive} 5",
            "nfs.server.io{By,counter} {network.io.direction=transmit} 6",
            "nfs.server.net.count{{record},counter} {network.transport=tcp} 11",
            "nfs.server.net.count{{record},counter} {network.transport=udp} 10",
            "nfs.server.net.tcp.connection.accepted{{connection},counter} {} 12",
            "nfs.server.repcache.requests{{request},counter} {nfs.server.repcache.status=hit} 1",
            "nfs.server.repcache.requests{{request},counter} {nfs.server.repcache.status=miss} 2",
            "nfs.server.repcache.requests{{request},counter}"
                + " {nfs.server.repcache.status=nocache} 3",
            "nfs.server.rpc.count{{request},counter} {error.type=auth} 3",
            "nfs.server.rpc.count{{request},counter} {error.type=client} 4",
            "nfs.server.rpc.count{{request},counter} {error.type=format} 2",
            "nfs.server.rpc.count{{request},counter} {} 13",
            "nfs.server.thread.count{{thread},updowncounter} {} 8",
            "nfs.server.procedure.count{{procedure},counter}"
                + " {onc_rpc.procedure.name=COMPOUND, onc_rpc.version=4} 15",
            "nfs.server.operation.count{{operation},counter}"
                + " {nfs.operation.name=REMOVEXATTR, onc_rpc.version=4} 16",
            "nfs.server.operation.count{{operation},counter}"
                + " {nfs.operation.name=ACCESS, onc_rpc.version=4} 0");
  }

  @Test
  void mayHaveNoVersion4() throws Exception {
    host.with("proc/1/net/rpc/nfsd", FILE);

    assertThat(host.lines(collector)).noneMatch(line -> line.contains("onc_rpc"));
  }

  @Test
  void isAbsentWithoutTheModule() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }
}
