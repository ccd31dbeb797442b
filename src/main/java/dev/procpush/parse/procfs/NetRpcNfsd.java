// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `/proc/<pid>/net/rpc/nfsd`: what the NFS server has answered (`fs/nfsd/stats.c`, `nfsd_show`).
///
/// ```text
/// rc 0 6 18622
/// fh 0 0 0 0 0
/// io 157286400 72864
/// th 8 0 0.000 …
/// ra 32 0 0 …
/// net 18628 0 18628 6
/// rpc 18628 0 0 0 0
/// proc3 22 2 112 0 2719 …
/// proc4 2 2 69
/// proc4ops 76 0 0 0 1098 …
/// ```
///
/// @param replyCache hits, misses, requests that are not kept
/// @param fileHandles stale ones, and what newer kernels count no more
/// @param io bytes read, bytes written
/// @param threads how many there are
/// @param net all records, those over UDP, those over TCP, connections accepted
/// @param rpc calls, bad ones, and of these by format, by authentication, by client
/// @param procedures how often each was called, by the version of the protocol
/// @param operations how often each of version 4 was called; null where the kernel has none
public record NetRpcNfsd(
    RpcCounts replyCache,
    RpcCounts fileHandles,
    RpcCounts io,
    long threads,
    RpcCounts net,
    RpcCounts rpc,
    Map<Integer, RpcCounts> procedures,
    @Nullable RpcCounts operations) {

  public NetRpcNfsd {
    procedures = Collections.unmodifiableMap(new TreeMap<>(procedures));
  }

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when a known line lacks numbers, or is missing
  public static NetRpcNfsd parse(ByteCursor cursor) throws MalformedKernelDataException {
    Map<String, RpcCounts> lines = new TreeMap<>();
    Map<Integer, RpcCounts> procedures = new TreeMap<>();
    Long threads = null;
    while (cursor.nextLine()) {
      String key = cursor.word("key");
      Integer version = NetRpcNfs.version(key);
      if (version != null) {
        procedures.put(version, RpcCounts.counted(cursor, key));
      } else if (key.equals("proc4ops")) {
        lines.put(key, RpcCounts.counted(cursor, key));
      } else if (key.equals("th")) {
        threads = cursor.unsigned(key);
      } else if (columns(key) > 0) {
        lines.put(key, RpcCounts.of(cursor, columns(key), key));
      }
    }
    RpcCounts replyCache = lines.get("rc");
    RpcCounts fileHandles = lines.get("fh");
    RpcCounts io = lines.get("io");
    RpcCounts net = lines.get("net");
    RpcCounts rpc = lines.get("rpc");
    if (replyCache == null
        || fileHandles == null
        || io == null
        || threads == null
        || threads < 0
        || net == null
        || rpc == null) {
      throw cursor.malformed("a line is missing or makes no sense");
    }
    return new NetRpcNfsd(
        replyCache, fileHandles, io, threads, net, rpc, procedures, lines.get("proc4ops"));
  }

  /// How many numbers a line needs; 0 for one that is passed over.
  private static int columns(String key) {
    return switch (key) {
      case "rc" -> 3;
      case "fh" -> 1;
      case "io" -> 2;
      case "net" -> 4;
      case "rpc" -> 5;
      default -> 0;
    };
  }
}
