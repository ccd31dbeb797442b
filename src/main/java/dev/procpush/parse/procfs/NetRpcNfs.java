// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `/proc/<pid>/net/rpc/nfs`: what the NFS client has sent (`net/sunrpc/stats.c`, `rpc_proc_show`).
///
/// ```text
/// net 0 0 0 0
/// rpc 4329785 0 4338291
/// proc3 22 1 4084749 29200 94754 32580 …
/// proc4 61 1 0 0 0 …
/// ```
///
/// @param net all records, those over UDP, those over TCP, connections accepted
/// @param rpc calls, retransmissions, refreshed credentials
/// @param procedures how often each was called, by the version of the protocol
public record NetRpcNfs(RpcCounts net, RpcCounts rpc, Map<Integer, RpcCounts> procedures) {
  private static final KernelNumber NUMBER = KernelNumber.COUNTER32;
  private static final int NET_COLUMNS = 4;
  private static final int RPC_COLUMNS = 3;

  public NetRpcNfs {
    procedures = Collections.unmodifiableMap(new TreeMap<>(procedures));
  }

  /// Parses the whole file. A line that is missing, or cannot be read, has no numbers.
  ///
  /// @throws MalformedKernelDataException when no line is of use, or the last one is cut
  public static NetRpcNfs parse(ByteCursor cursor) throws MalformedKernelDataException {
    RpcCounts net = RpcCounts.NONE;
    RpcCounts rpc = RpcCounts.NONE;
    Map<Integer, RpcCounts> procedures = new TreeMap<>();
    while (cursor.nextLine()) {
      try {
        String key = cursor.hasField() ? cursor.word("key") : "";
        Integer version = version(key);
        if (version != null) {
          procedures.put(version, RpcCounts.counted(cursor, NUMBER, key));
        } else if (key.equals("net")) {
          net = RpcCounts.of(cursor, NUMBER, NET_COLUMNS, key);
        } else if (key.equals("rpc")) {
          rpc = RpcCounts.of(cursor, NUMBER, RPC_COLUMNS, key);
        }
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    if (net.size() == 0 && rpc.size() == 0 && procedures.isEmpty()) {
      throw cursor.malformed("no known line");
    }
    return new NetRpcNfs(net, rpc, procedures);
  }

  /// The version of `proc3`.
  static @Nullable Integer version(String key) {
    boolean found =
        key.length() == 5 && key.startsWith("proc") && key.charAt(4) >= '0' && key.charAt(4) <= '9';
    return found ? key.charAt(4) - '0' : null;
  }
}
