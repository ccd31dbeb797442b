// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {

  @ParameterizedTest
  @CsvSource({
    "RetransSegs, retrans_segs",
    "TCPOFOQueue, tcp_ofo_queue",
    "TCPRcvQDrop, tcp_rcv_q_drop",
    "DelayedACKs, delayed_acks",
    "Active(anon), active_anon",
    "DirectMap1G, direct_map1g",
    "InOctets, in_octets",
    "InType3, in_type3",
    "TCPMD5NotFound, tcp_md5_not_found",
    "TcpTimeoutRehash, tcp_timeout_rehash",
    "MPTCPRetrans, mptcp_retrans",
    "IPReversePathFilter, ip_reverse_path_filter",
    "ReasmOKs, reasm_oks",
    "DefaultTTL, default_ttl",
    "MPRstTx, mp_rst_tx",
    "InMLDv2Reports, in_mldv2_reports",
    "TW, tw",
    "TCP, tcp",
    "S, s"
  })
  void partsWords(String kernelName, String metricName) {
    assertThat(SnakeCase.of(kernelName)).isEqualTo(metricName);
  }
}
